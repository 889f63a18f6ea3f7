#include "engine/settings/settings.h"

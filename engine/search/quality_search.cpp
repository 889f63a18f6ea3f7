#include "engine/search/quality_search.h"

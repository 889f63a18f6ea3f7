// libjpeg's headers need one another in this order; everything of ours includes them through here.
#pragma once

#include <cstddef>
#include <cstdio>
// FILE and size_t first
#include <jpeglib.h>
// JPEG_LIB_VERSION first
#include <jerror.h>

# What pixmill stands on. Static archives are preferred where the distribution ships them: a no-op
# build is a process start and some stats, and the dynamic linker would cost more than both.
option(PIXMILL_STATIC_DEPENDENCIES "Link the libraries' static archives where there are any" ON)

find_package(Threads REQUIRED)

# pixmill_dependency(NAME HEADER header LIBRARY lib [LINK libs...]): an imported pixmill_dep::NAME.
function(pixmill_dependency name)
  cmake_parse_arguments(arg "" "HEADER;LIBRARY;PACKAGE" "LINK" ${ARGN})
  if(PIXMILL_STATIC_DEPENDENCIES)
    find_library(PIXMILL_${name}_LIBRARY NAMES lib${arg_LIBRARY}.a ${arg_LIBRARY})
  else()
    find_library(PIXMILL_${name}_LIBRARY NAMES ${arg_LIBRARY})
  endif()
  find_path(PIXMILL_${name}_INCLUDE NAMES ${arg_HEADER})
  mark_as_advanced(PIXMILL_${name}_LIBRARY PIXMILL_${name}_INCLUDE)
  if(NOT PIXMILL_${name}_LIBRARY OR NOT PIXMILL_${name}_INCLUDE)
    message(FATAL_ERROR "pixmill needs ${name}: on Debian, install ${arg_PACKAGE} (or run ./dev deps)")
  endif()
  add_library(pixmill_dep::${name} UNKNOWN IMPORTED GLOBAL)
  set_target_properties(
    pixmill_dep::${name}
    PROPERTIES IMPORTED_LOCATION "${PIXMILL_${name}_LIBRARY}"
               INTERFACE_INCLUDE_DIRECTORIES "${PIXMILL_${name}_INCLUDE}"
               INTERFACE_LINK_LIBRARIES "${arg_LINK}")
endfunction()

pixmill_dependency(xxhash HEADER xxhash.h LIBRARY xxhash PACKAGE libxxhash-dev)
pixmill_dependency(zlib HEADER zlib.h LIBRARY z PACKAGE zlib1g-dev)
pixmill_dependency(jpeg HEADER jpeglib.h LIBRARY jpeg PACKAGE libjpeg62-turbo-dev)
pixmill_dependency(png HEADER png.h LIBRARY png16 PACKAGE libpng-dev LINK pixmill_dep::zlib m)
pixmill_dependency(deflate HEADER libdeflate.h LIBRARY deflate PACKAGE libdeflate-dev)
pixmill_dependency(utf8proc HEADER utf8proc.h LIBRARY utf8proc PACKAGE libutf8proc-dev)
pixmill_dependency(sqlite HEADER sqlite3.h LIBRARY sqlite3 PACKAGE libsqlite3-dev
                   LINK ${CMAKE_DL_LIBS} Threads::Threads m)
pixmill_dependency(program_options HEADER boost/program_options.hpp LIBRARY boost_program_options
                   PACKAGE libboost-program-options-dev)
# header-only
find_path(PIXMILL_JSON_INCLUDE nlohmann/json.hpp)
find_path(PIXMILL_TOML_INCLUDE toml++/toml.h)
mark_as_advanced(PIXMILL_JSON_INCLUDE PIXMILL_TOML_INCLUDE)
if(NOT PIXMILL_JSON_INCLUDE OR NOT PIXMILL_TOML_INCLUDE)
  message(FATAL_ERROR "pixmill needs nlohmann-json3-dev and libtomlplusplus-dev (or run ./dev deps)")
endif()

# pixmill_headers(NAME HEADER header PACKAGE package): pixmill_dep::NAME of headers alone.
function(pixmill_headers name)
  cmake_parse_arguments(arg "" "HEADER;PACKAGE" "" ${ARGN})
  find_path(PIXMILL_${name}_INCLUDE NAMES ${arg_HEADER})
  mark_as_advanced(PIXMILL_${name}_INCLUDE)
  if(NOT PIXMILL_${name}_INCLUDE)
    message(FATAL_ERROR "pixmill needs ${name}: on Debian, install ${arg_PACKAGE} (or run ./dev deps)")
  endif()
  add_library(pixmill_dep::${name} INTERFACE IMPORTED GLOBAL)
  set_target_properties(pixmill_dep::${name} PROPERTIES INTERFACE_INCLUDE_DIRECTORIES
                                                        "${PIXMILL_${name}_INCLUDE}")
endfunction()

# Its library would only choose the instruction set at run time.
pixmill_headers(highway HEADER hwy/highway.h PACKAGE libhwy-dev)
# Its library is loaded when a picture needs it (engine/image/little_cms.h).
pixmill_headers(lcms HEADER lcms2.h PACKAGE liblcms2-dev)

# pixmill_add_images(): pictures as outputs of a CMake build, incremental under every generator.
#
#   pixmill_add_images(<target>
#     SOURCES <picture>... | DIRECTORY <dir> [GLOB <pattern>...]
#     OUTPUT_DIR <dir>
#     [CONFIG <pixmill.toml>] [PRESET <name>] [OPTIONS <option>...]
#     [MANIFEST <file>] [OUTPUTS_VAR <variable>] [MODE batch|each] [BASE_DIR <dir>])
#
# README.md beside this file tells what each means. Two facts shape the rules below:
#
# - An output whose bytes did not change keeps its date. Ninja understands that; make would run the
#   rule again every time. So in mode batch a stamp stands for all pictures, and in mode each the
#   output gets a new date where make decides.
# - make takes several outputs of a rule for changed together, and would give every picture a new
#   date for one that changed. So the pictures are byproducts; the manifest is an output, for CMake
#   runs a rule again when one of several outputs is gone, and so sees an emptied output folder.

# Policies of this file only; its functions keep them.
cmake_policy(VERSION 3.20...3.25)
if(CMAKE_GENERATOR MATCHES "Ninja")
  # The depfiles name all files by absolute paths, so Ninja can read them as they are. Otherwise CMake
  # rewrites each, which costs a process a picture and loses the dollar signs in names (3.25).
  cmake_policy(SET CMP0116 OLD)
endif()

function(pixmill_add_images target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "DIRECTORY;OUTPUT_DIR;CONFIG;PRESET;MANIFEST;OUTPUTS_VAR;MODE;BASE_DIR"
                        "SOURCES;GLOB;OPTIONS")
  _pixmill_check_arguments()
  _pixmill_find_sources()
  cmake_path(ABSOLUTE_PATH arg_OUTPUT_DIR BASE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}" NORMALIZE)
  string(REGEX REPLACE "(.)/$" "\\1" arg_OUTPUT_DIR "${arg_OUTPUT_DIR}")
  list(TRANSFORM names PREPEND "${arg_OUTPUT_DIR}/" OUTPUT_VARIABLE outputs)

  set(options ${arg_OPTIONS})
  if(arg_PRESET)
    list(APPEND options --preset ${arg_PRESET})
  endif()
  if(arg_CONFIG)
    cmake_path(ABSOLUTE_PATH arg_CONFIG NORMALIZE)
    list(APPEND options --config ${arg_CONFIG})
  endif()

  if(arg_MODE STREQUAL "each")
    _pixmill_add_rules()
  else()
    _pixmill_add_batch_rule()
  endif()
  if(arg_OUTPUTS_VAR)
    set(${arg_OUTPUTS_VAR} "${outputs}" PARENT_SCOPE)
  endif()
endfunction()

# The macros below are the function's parts and work on its variables.

macro(_pixmill_check_arguments)
  set(complaint "")
  if(arg_UNPARSED_ARGUMENTS)
    set(complaint "does not know ${arg_UNPARSED_ARGUMENTS}")
  elseif(arg_KEYWORDS_MISSING_VALUES)
    set(complaint "needs a value behind ${arg_KEYWORDS_MISSING_VALUES}")
  elseif(NOT arg_OUTPUT_DIR)
    set(complaint "needs OUTPUT_DIR")
  elseif(arg_DIRECTORY AND arg_SOURCES)
    set(complaint "takes SOURCES or DIRECTORY, not both")
  elseif(arg_DIRECTORY AND arg_BASE_DIR)
    set(complaint "takes BASE_DIR with SOURCES only")
  elseif(arg_GLOB AND NOT arg_DIRECTORY)
    set(complaint "takes GLOB with DIRECTORY only")
  elseif(arg_MODE AND NOT arg_MODE MATCHES "^(batch|each)$")
    set(complaint "takes MODE batch or each, not ${arg_MODE}")
  elseif(arg_MANIFEST AND arg_MODE STREQUAL "each")
    set(complaint "writes a MANIFEST in mode batch only")
  endif()
  if(complaint)
    message(FATAL_ERROR "pixmill_add_images(${target}) ${complaint}")
  endif()
endmacro()

# Sets `base`, the folder that relative paths are kept from, and `names`, the pictures' paths
# relative to it.
macro(_pixmill_find_sources)
  if(arg_DIRECTORY)
    set(base "${arg_DIRECTORY}")
  elseif(arg_BASE_DIR)
    set(base "${arg_BASE_DIR}")
  else()
    set(base "${CMAKE_CURRENT_SOURCE_DIR}")
  endif()
  cmake_path(ABSOLUTE_PATH base NORMALIZE)
  string(REGEX REPLACE "(.)/$" "\\1" base "${base}")

  if(arg_DIRECTORY)
    if(NOT arg_GLOB)
      set(arg_GLOB *.jpg *.jpeg *.png *.JPG *.JPEG *.PNG)
    endif()
    list(TRANSFORM arg_GLOB PREPEND "${base}/")
    file(GLOB_RECURSE arg_SOURCES CONFIGURE_DEPENDS LIST_DIRECTORIES false ${arg_GLOB})
  endif()
  set(names "")
  foreach(source IN LISTS arg_SOURCES)
    cmake_path(ABSOLUTE_PATH source NORMALIZE)
    cmake_path(IS_PREFIX base "${source}" is_below)
    if(NOT is_below)
      message(FATAL_ERROR "pixmill_add_images(${target}): ${source} does not lie below ${base}; "
                          "BASE_DIR names another folder to keep relative paths from")
    endif()
    cmake_path(RELATIVE_PATH source BASE_DIRECTORY "${base}")
    list(APPEND names "${source}")
  endforeach()
  list(REMOVE_DUPLICATES names)
endmacro()

# Sets `state`, a folder for stamps, depfiles and lists that are nobody's business.
macro(_pixmill_choose_state_folder)
  set(state "${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/${target}.pixmill")
  if("${arg_OUTPUT_DIR};${options}" MATCHES "\\$<")
    string(APPEND state "/$<CONFIG>")
  endif()
endmacro()

# Sets `result` to an output as the generated rules name it, for Ninja takes a depfile only if its
# target is spelled the same.
macro(_pixmill_name_in_rules output result)
  set(${result} "${output}")
  cmake_path(IS_PREFIX CMAKE_BINARY_DIR "${output}" is_below)
  if(is_below AND CMAKE_GENERATOR MATCHES "Ninja")
    cmake_path(RELATIVE_PATH ${result} BASE_DIRECTORY "${CMAKE_BINARY_DIR}")
  endif()
endmacro()

# Sets `result` to the arguments that bring in what only pixmill knows of: a configuration that it
# finds by itself. That is a depfile, unless a name that would stand in it is not for this generator
# to read; then it is what can be found now.
#
# - Ninja 1.11 ends a name in a depfile at some characters, as the quote in "it's.jpg".
# - CMake 3.25 never lets go of a name that was once in a depfile for make, so that a source which is
#   gone makes the rule run in every build.
macro(_pixmill_track_dependencies depfile names_in_it result)
  string(GENEX_STRIP "${names_in_it}" plain)
  set(is_readable FALSE)
  if(CMAKE_GENERATOR MATCHES "Ninja")
    if(NOT plain MATCHES "[&'\"*<>?|^`\\\\]")
      set(is_readable TRUE)
    endif()
  elseif(arg_MODE STREQUAL "each")
    set(is_readable TRUE)
  endif()
  set(${result} "")
  if(is_readable)
    set(${result} DEPFILE "${depfile}")
  elseif(NOT arg_CONFIG)
    _pixmill_find_config(${result})
  endif()
endmacro()

function(_pixmill_find_config result)
  set(folder "${CMAKE_CURRENT_SOURCE_DIR}")
  while(NOT EXISTS "${folder}/pixmill.toml")
    cmake_path(GET folder PARENT_PATH parent)
    if(parent STREQUAL folder)
      return()
    endif()
    set(folder "${parent}")
  endwhile()
  set(${result} DEPENDS "${folder}/pixmill.toml" PARENT_SCOPE)
endfunction()

# Mode batch removes what is none of its outputs any more, so a folder can be that of one target only.
macro(_pixmill_own_output_folder)
  string(MD5 property "${arg_OUTPUT_DIR}")
  string(PREPEND property PIXMILL_OUTPUT_DIR_)
  get_property(owner GLOBAL PROPERTY ${property})
  if(owner)
    message(FATAL_ERROR "pixmill_add_images(${target}): ${arg_OUTPUT_DIR} is the OUTPUT_DIR of ${owner}, "
                        "and each would remove the other's pictures; give it another one, or take MODE each")
  endif()
  set_property(GLOBAL PROPERTY ${property} ${target})
endmacro()

macro(_pixmill_add_batch_rule)
  _pixmill_own_output_folder()
  _pixmill_choose_state_folder()
  if(NOT arg_MANIFEST)
    set(arg_MANIFEST "${arg_OUTPUT_DIR}/pixmill-manifest.json")
  endif()
  cmake_path(ABSOLUTE_PATH arg_MANIFEST BASE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}" NORMALIZE)
  list(JOIN names "\n" list_text)
  file(GENERATE OUTPUT "${state}/sources.txt" CONTENT "${list_text}\n")
  list(TRANSFORM names PREPEND "${base}/" OUTPUT_VARIABLE sources)
  # CMake has no such characters in the name of an output, and can do without byproducts
  list(FILTER outputs EXCLUDE REGEX "[#<>]")

  _pixmill_name_in_rules("${state}/stamp" in_rules)
  _pixmill_track_dependencies("${state}/stamp.d" "${state};${sources};${arg_CONFIG}" dependencies)
  add_custom_command(
    OUTPUT "${state}/stamp" "${arg_MANIFEST}"
    BYPRODUCTS ${outputs}
    DEPENDS ${sources} "${state}/sources.txt" ${arg_CONFIG}
    ${dependencies}
    COMMAND pixmill::pixmill build "${base}" --files-from "${state}/sources.txt" -o "${arg_OUTPUT_DIR}"
            --manifest "${arg_MANIFEST}" --quiet
            --stamp "${state}/stamp" --depfile "${state}/stamp.d" --depfile-target "${in_rules}"
            ${options}
    WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}"
    COMMENT "Optimizing the pictures of ${target}"
    VERBATIM COMMAND_EXPAND_LISTS)
  add_custom_target(${target} ALL DEPENDS "${state}/stamp" "${arg_MANIFEST}")
endmacro()

macro(_pixmill_add_rules)
  _pixmill_choose_state_folder()
  if(NOT CMAKE_GENERATOR MATCHES "Ninja")
    list(APPEND options --touch)
  endif()
  foreach(name output IN ZIP_LISTS names outputs)
    if(name MATCHES "[#<>]")
      message(FATAL_ERROR "pixmill_add_images(${target}): CMake allows no #, < or > in the name of an "
                          "output such as ${name}; MODE batch does not mind them")
    endif()
    string(MD5 depfile "${name}") # CMake writes a name with a dollar sign wrongly into Ninja's files
    string(PREPEND depfile "${state}/")
    string(APPEND depfile ".d")
    _pixmill_name_in_rules("${output}" in_rules)
    _pixmill_track_dependencies("${depfile}" "${base}/${name};${output};${arg_CONFIG}" dependencies)
    add_custom_command(
      OUTPUT "${output}"
      DEPENDS "${base}/${name}" ${arg_CONFIG}
      ${dependencies}
      COMMAND pixmill::pixmill one "${base}/${name}" "${output}" --base "${base}"
              --depfile "${depfile}" --depfile-target "${in_rules}" ${options}
      WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}"
      COMMENT "Optimizing ${name}"
      VERBATIM COMMAND_EXPAND_LISTS)
  endforeach()
  add_custom_target(${target} ALL DEPENDS ${outputs})
endmacro()

# pixmill_layer(NAME FOLDER folder SOURCES ... LINK ...): a static library for one layer of the house.
#
# Its headers are seen through a folder of links that holds this layer alone, so a source can include
# only what its layer's LINK line names: the include rule of ARCHITECTURE.md is the link line.
function(pixmill_layer name)
  cmake_parse_arguments(arg "" "FOLDER" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
  set(view "${PROJECT_BINARY_DIR}/layers/${name}")
  get_filename_component(parent "${view}/${arg_FOLDER}" DIRECTORY)
  file(MAKE_DIRECTORY "${parent}")
  file(CREATE_LINK "${PROJECT_SOURCE_DIR}/${arg_FOLDER}" "${view}/${arg_FOLDER}" SYMBOLIC)

  if(NOT arg_SOURCES) # headers only
    add_library(pixmill_${name} INTERFACE)
    add_library(pixmill::${name} ALIAS pixmill_${name})
    target_include_directories(pixmill_${name} INTERFACE "${view}")
    target_link_libraries(pixmill_${name} INTERFACE ${arg_LINK})
    return()
  endif()

  list(TRANSFORM arg_SOURCES PREPEND "${PROJECT_SOURCE_DIR}/${arg_FOLDER}/")
  add_library(pixmill_${name} STATIC ${arg_SOURCES})
  add_library(pixmill::${name} ALIAS pixmill_${name})
  target_compile_features(pixmill_${name} PUBLIC cxx_std_20)
  target_include_directories(pixmill_${name} PUBLIC "${view}")
  target_link_libraries(pixmill_${name} PUBLIC ${arg_LINK} PRIVATE pixmill_warnings ${arg_PRIVATE_LINK})
endfunction()

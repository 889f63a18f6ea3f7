# Writes the names and sizes of the optimized pictures.
set(text "")
foreach(picture IN LISTS pictures)
  file(SIZE "${picture}" bytes)
  cmake_path(GET picture FILENAME name)
  string(APPEND text "${name} ${bytes}\n")
endforeach()
file(WRITE "${list}" "${text}")

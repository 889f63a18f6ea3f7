# `cpack` in the build folder: an archive for any Linux, and a package for Debian.
set(CPACK_GENERATOR "TGZ;DEB")
set(CPACK_PACKAGE_VENDOR "The pixmill authors")
# Debian asks for a person to write to: whoever publishes the package.
set(PIXMILL_PACKAGE_CONTACT "The pixmill authors <pixmill@localhost>"
    CACHE STRING "Who answers for the Debian package: a name and an address")
set(CPACK_PACKAGE_CONTACT "${PIXMILL_PACKAGE_CONTACT}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION graphics)
# Which of Debian's packages the program's libraries come from; asks dpkg-shlibdeps (dpkg-dev).
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Loaded on demand, so dpkg-shlibdeps does not see it.
set(CPACK_DEBIAN_PACKAGE_DEPENDS liblcms2-2)
include(CPack)

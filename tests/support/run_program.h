// What main() is in every program that makes things for the tests.
#pragma once

#include <exception>
#include <iostream>
#include <string_view>

namespace pixmill::test {

/// run()'s exit code; 1 where it throws, with the reason behind the program's name.
inline int run_program(std::string_view name, int (*run)(int, char**), int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& failure) {
    std::cerr << name << ": " << failure.what() << '\n';
    return 1;
  }
}

}  // namespace pixmill::test

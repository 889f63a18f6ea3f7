#include <cstdio>

#include "tool/program.h"

int main(int argc, char** argv) {
  using namespace pixmill::tool;
  Console console(stdout, stderr);
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  return static_cast<int>(run_program(arguments, read_environment(), console));
}

# Warnings, sanitizers and speed-ups as INTERFACE targets; every room links
# motcua_options privately and so is compiled alike.
add_library(motcua_options INTERFACE)
# GCC decides; Clang, which builds the fuzzers, warns of other things in the same code.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(motcua_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Wnon-virtual-dtor -Werror)
endif()
# GCC 12, once it inlines, takes the operator delete of Asio's coroutine frames for a stranger to their operator new.
# ASan still finds a real mismatch.
target_compile_options(motcua_options INTERFACE -Wno-mismatched-new-delete)
# One instance of Asio and Beast for the whole program (engine/asio.cpp, server/beast.cpp).
target_compile_definitions(motcua_options INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
  BOOST_ASIO_NO_DEPRECATED BOOST_STATECHART_USE_NATIVE_RTTI)

set(MOTCUA_SANITIZE "" CACHE STRING "address,undefined or thread; empty for none")
if(MOTCUA_SANITIZE)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # TSan cannot see Asio's fences, says GCC.
    add_compile_options(-Wno-tsan)
  endif()
  add_compile_options(-fsanitize=${MOTCUA_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
  add_link_options(-fsanitize=${MOTCUA_SANITIZE})
endif()

# What GCC 12 reports wrongly once it inlines or instruments libstdc++, Statechart's counted pointers and
# Asio's coroutine frames. The dev preset compiles the same code unoptimised with these warnings on.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  foreach(false_alarm use-after-free stringop-overflow stringop-overread restrict array-bounds maybe-uninitialized)
    if(MOTCUA_SANITIZE)
      target_compile_options(motcua_options INTERFACE -Wno-${false_alarm})
    else()
      target_compile_options(motcua_options INTERFACE $<$<CONFIG:Release>:-Wno-${false_alarm}>)
    endif()
  endforeach()
endif()

# An act makes and frees some 200 small blocks, on three threads (docs/decisions/0005). Sanitizers bring their own.
add_library(motcua_allocator INTERFACE)
if(NOT MOTCUA_SANITIZE)
  target_link_libraries(motcua_allocator INTERFACE $<$<CONFIG:Release>:mimalloc>)
endif()

find_program(MOTCUA_MOLD mold)
if(MOTCUA_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
find_program(MOTCUA_CCACHE ccache)
if(MOTCUA_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${MOTCUA_CCACHE})
endif()

# Declares a room: a static library named motcua_<name>, alias motcua::<name>.
# Its folders add their files with motcua_sources(<name> ...).
function(motcua_room name)
  add_library(motcua_${name} STATIC)
  add_library(motcua::${name} ALIAS motcua_${name})
  target_include_directories(motcua_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(motcua_${name} PRIVATE motcua_options)
endfunction()

# Names the files of one folder of a room, headers and sources together.
function(motcua_sources name)
  foreach(file IN LISTS ARGN)
    target_sources(motcua_${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  endforeach()
endfunction()

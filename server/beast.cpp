// The compiled parts of Asio over TLS and of Beast, once for the whole program.
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>

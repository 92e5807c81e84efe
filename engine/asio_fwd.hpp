// Asio's coroutine type by name only: a header that returns one costs nothing to include.
// Whoever awaits it includes <boost/asio/awaitable.hpp>.
#pragma once

namespace boost::asio {
class any_io_executor;
template <typename T, typename Executor> class awaitable;
}  // namespace boost::asio

namespace motcua::engine {

template <class Value> using Awaitable = boost::asio::awaitable<Value, boost::asio::any_io_executor>;

}  // namespace motcua::engine

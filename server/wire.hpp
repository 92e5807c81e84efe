// The first lines of an HTTP message as they go over the wire. For the two files that speak HTTP; private to server/.
#pragma once

#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/serializer.hpp>

#include <string>

namespace motcua::server {

template <bool is_request>
std::string head_text(
    const boost::beast::http::message<is_request, boost::beast::http::empty_body>& message) {
    boost::beast::http::serializer<is_request, boost::beast::http::empty_body> serializer{message};
    serializer.split(true);
    std::string out;
    boost::system::error_code never;
    serializer.next(never, [&](boost::system::error_code&, const auto& buffers) {
        out = boost::beast::buffers_to_string(buffers);
    });
    return out;
}

}  // namespace motcua::server

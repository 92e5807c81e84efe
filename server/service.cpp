#include "server/service.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <csignal>
#include <exception>
#include <utility>

namespace motcua::server {

namespace asio = boost::asio;

Answerer answerer_of(Api& api) {
    return [&api](Request request) { return api.answer(std::move(request)); };
}

struct Service::Running {
    // The engine's answers resume here while it stops, so the context goes last.
    asio::io_context context{1};
    HttpServer server;
    asio::signal_set signals{context};
    asio::signal_set hangups{context};
    engine::Engine* engine = nullptr;
    std::function<void()> hung_up;
    engine::Engine* daily_engine = nullptr;
    std::vector<engine::Outbox*> outboxes;
    std::function<void()> daily_work;
    asio::steady_timer next_day{context};
    engine::Log& log;
    bool has_tls = false;
    bool stopping = false;

    Running(Answerer answerer, HttpLimits limits, engine::Log& to)
        : server(context, std::move(answerer), std::move(limits), to),
          log(to) {}

    void stop() {
        if (std::exchange(stopping, true)) return;
        server.stop([this] {
            signals.cancel();
            hangups.cancel();
            next_day.cancel();
            for (auto* outbox : outboxes) outbox->stop();
        });
    }

    /// One at a time: a HUP that comes meanwhile is answered when the first is done.
    void watch_hangups() {
        hangups.async_wait([this](const boost::system::error_code& error, int) {
            if (error || stopping) return;
            server.reload_tls();
            if (engine == nullptr) return watch_hangups();
            asio::co_spawn(context, engine->run_blocking(hung_up),
                           [this](const std::exception_ptr&) { watch_hangups(); });
        });
    }

    void work_daily() {
        asio::co_spawn(context, daily_engine->run_blocking(daily_work),
                       [this](const std::exception_ptr& error) {
                           warn(error);
                           if (stopping) return;
                           next_day.expires_after(std::chrono::hours{24});
                           next_day.async_wait([this](const boost::system::error_code& cancelled) {
                               if (!cancelled) work_daily();
                           });
                       });
    }

    void warn(const std::exception_ptr& error) {
        if (!error) return;
        try {
            std::rethrow_exception(error);
        } catch (const std::exception& problem) {
            log.error("Work beside serving broke off", {{"cause", std::string_view(problem.what())}});
        }
    }

    void watch() {
        signals.async_wait([this](const boost::system::error_code& error, int) {
            if (error) return;
            if (stopping) return context.stop();
            stop();
            watch();
        });
    }
};

HttpLimits limits_of_api(Api& api) {
    HttpLimits limits;
    limits.is_upload = is_upload;
    limits.refuse_upload = [&api](Request request) { return api.refuse_upload(std::move(request)); };
    limits.upload_bytes = largest_file;
    return limits;
}

Service::Service(Answerer answerer, HttpLimits limits, engine::Log& log)
    : running_(std::make_unique<Running>(std::move(answerer), limits, log)) {}

Service::~Service() = default;

std::uint16_t Service::listen(const Address& address) { return running_->server.listen(address); }

void Service::listen_locally(const std::filesystem::path& path) { running_->server.listen_locally(path); }

void Service::use_tls(const TlsFiles& files) {
    running_->server.use_tls(files);
    running_->has_tls = true;
    running_->hangups.add(SIGHUP);
}

void Service::on_hangup(engine::Engine& engine, std::function<void()> work) {
    running_->engine = &engine;
    running_->hung_up = std::move(work);
    running_->hangups.add(SIGHUP);
}

void Service::every_day(engine::Engine& engine, std::function<void()> work) {
    running_->daily_work = std::move(work);
    running_->daily_engine = &engine;
}

void Service::hand_on(engine::Outbox& outbox) { running_->outboxes.push_back(&outbox); }

void Service::run() {
    for (auto* outbox : running_->outboxes)
        asio::co_spawn(running_->context, outbox->run(),
                       [this](const std::exception_ptr& error) { running_->warn(error); });
    if (running_->daily_engine != nullptr) running_->work_daily();
    if (running_->engine != nullptr || running_->has_tls) running_->watch_hangups();
    running_->signals.add(SIGTERM);
    running_->signals.add(SIGINT);
    running_->watch();
    running_->context.run();
}

void Service::stop() {
    asio::post(running_->context, [this] { running_->stop(); });
}

Response answer_here(const Answerer& answerer, Request request) {
    asio::io_context context{1};
    Response response;
    std::exception_ptr thrown;
    asio::co_spawn(context, answerer(std::move(request)),
                   [&](const std::exception_ptr& error, Response answer) {
                       thrown = error;
                       response = std::move(answer);
                   });
    context.run();
    if (thrown) std::rethrow_exception(thrown);
    return response;
}

}  // namespace motcua::server

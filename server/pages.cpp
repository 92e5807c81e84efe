// The pages: their addresses, their frame, and the files of the interface.
#include "server/pages.hpp"

#include "server/pages_style.hpp"
#include "server/routes.hpp"
#include "server/web_assets.hpp"
#include "server/who_asks.hpp"

#include <boost/asio/awaitable.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace motcua::server {

namespace {

using enum Permission;

constexpr std::string_view language_cookie = "tieng";

/// Whether the client takes that coding; a weight of 0 is no.
bool accepts(const Request& request, std::string_view coding) {
    auto rest = request.field("accept-encoding");
    while (!rest.empty()) {
        const auto end = std::min(rest.find(','), rest.size());
        auto one = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        while (one.starts_with(' ')) one.remove_prefix(1);
        const auto name = one.substr(0, one.find(';'));
        if (name == coding)
            return one.find("q=0") == std::string_view::npos || one.find("q=0.") != std::string_view::npos;
    }
    return false;
}

Response kept(const Asked& asked, std::string_view content_type, std::string_view tag, bool immutable) {
    Response response;
    response.content_type = content_type;
    put_etag(response, tag);
    response.fields.emplace_back("Cache-Control",
                                 immutable ? "public, max-age=31536000, immutable" : "no-cache");
    response.fields.emplace_back("Vary", "Accept-Encoding");
    if (is_known(asked, tag)) response.status = 304;
    return response;
}

Response asset_response(const Asked& asked, const WebAsset& asset) {
    auto response = kept(asked, asset.content_type, asset.tag, asset.immutable);
    if (response.status == 304) return response;
    // What is compressed but little is not worth a header.
    if (accepts(asked.request, "br")) {
        response.fields.emplace_back("Content-Encoding", "br");
        response.body = asset.brotli;
    } else if (accepts(asked.request, "gzip")) {
        response.fields.emplace_back("Content-Encoding", "gzip");
        response.body = asset.gzip;
    } else {
        response.body = asset.plain;
    }
    return response;
}

const WebAsset* asset_at(std::string_view path) {
    const auto all = web_assets();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const WebAsset& asset) { return asset.path == path; });
    return found == all.end() ? nullptr : &*found;
}

engine::Awaitable<Response> web_asset(Asked& asked) {
    const auto* asset = asset_at("/assets/" + asked.parameters.front());
    if (asset == nullptr) co_return problem(Fault::no_such_resource, asked.language);
    co_return asset_response(asked, *asset);
}

/// Every screen of the interface is the same document; what it shows, the script asks for.
engine::Awaitable<Response> open_page(Asked& asked) {
    const auto* document = asset_at("/index.html");
    if (document == nullptr) co_return problem(Fault::no_such_resource, asked.language);
    auto response = asset_response(asked, *document);
    auto page = html_response(std::move(response.body));
    page.status = response.status;
    page.fields.insert(page.fields.end(), response.fields.begin(), response.fields.end());
    co_return page;
}

engine::Awaitable<Response> app_page(Asked& asked) {
    if (session_secret(asked.request).empty())
        co_return redirect_to("/dang-nhap?tiep=" + percent_encoded(asked.request.target));
    co_return co_await open_page(asked);
}

engine::Awaitable<Response> style(Asked& asked) {
    static const auto tag = fmt::format("{:016x}", std::hash<std::string_view>{}(base_stylesheet()));
    auto response = kept(asked, "text/css; charset=utf-8", tag, false);
    if (response.status != 304) response.body = base_stylesheet();
    co_return response;
}

constexpr Route pages[] = {
    {"GET", "/", home_page, public_},
    {"GET", "/style.css", style, public_},
    {"GET", "/dang-nhap", login_page, public_},
    {"POST", "/dang-nhap", log_in_by_form, public_},
    {"POST", "/dang-xuat", log_out_by_form, public_},
    {"GET", "/doi-mat-khau", password_page, own_account},
    {"POST", "/doi-mat-khau", change_password_by_form, own_account},
    {"GET", "/tra-cuu", lookup_page, public_},
    {"GET", "/tra-cuu/{code}", lookup_page, public_},
    {"POST", "/tra-cuu", look_up_by_form, public_},
    {"GET", "/t/{token}", lookup_by_link, public_},
    {"GET", "/giay/{dossier}/{paper}", read_paper, dossier},
    {"POST", "/tra-cuu/nhac-hen", reminder_by_form, public_},
    {"GET", "/thu-tuc", procedures_page, public_},
    {"GET", "/thu-tuc/{procedure}", procedure_page, public_},
    {"GET", "/man-hinh-cong-khai", open_page, public_},
    {"GET", "/tieng/{language}", choose_language, public_},
    {"GET", "/assets/{name}", web_asset, public_},
    {"GET", "/ho-so", app_page, public_},
    {"GET", "/ho-so/{dossier}", app_page, public_},
    {"GET", "/ho-so/{dossier}/danh-gia", app_page, public_},
    {"GET", "/tiep-nhan", app_page, public_},
    {"GET", "/tra-ket-qua", app_page, public_},
    {"GET", "/tiep-nhan/lo", app_page, public_},
    {"GET", "/quay", app_page, public_},
    {"GET", "/bo-phan", app_page, public_},
    {"GET", "/su-co", app_page, public_},
    {"GET", "/van-thu", app_page, public_},
    {"GET", "/thu-phi", app_page, public_},
    {"GET", "/duyet", app_page, public_},
    {"GET", "/dieu-hanh", app_page, public_},
    {"GET", "/bao-cao", app_page, public_},
    {"GET", "/chat-luong", app_page, public_},
    {"GET", "/nhat-ky", app_page, public_},
    {"GET", "/quan-tri/nguoi-dung", app_page, public_},
    {"GET", "/quan-tri/thu-tuc", app_page, public_},
    {"GET", "/quan-tri/thu-tuc/{hash}", app_page, public_},
    {"GET", "/quan-tri/lich", app_page, public_},
    {"GET", "/quan-tri/tinh-trang", app_page, public_},
    {"GET", "/quy-trinh", app_page, public_},
    {"GET", "/quy-trinh/{procedure}", app_page, public_},
    {"GET", "/thay-the", app_page, public_},
    {"GET", "/tai-khoan", app_page, public_},
};

}  // namespace

std::span<const Route> page_table() { return pages; }

Language page_language(const Request& request) {
    return cookie_of(request, language_cookie) == "en" ? Language::en : Language::vi;
}

std::string own_path(std::string_view target) {
    const bool is_path = target.starts_with('/') && !target.starts_with("//") &&
                         target.find_first_of("\\\r\n") == std::string_view::npos && parse_target(target);
    return is_path ? std::string(target) : "/";
}

Response redirect_to(std::string_view target) {
    Response response;
    response.status = 303;
    response.content_type = "text/plain; charset=utf-8";
    response.fields.emplace_back("Location", std::string(target));
    return response;
}

HtmlWriter framed_page(const Asked& asked, std::string_view title, std::string_view main_class) {
    const auto language = page_language(asked.request);
    const Spoken say{language};
    const auto law = asked.engine().published().law();
    const auto office = law->office ? std::string_view(in(language, law->office->names))
                                    : say("Bộ phận Một cửa", "One-stop desk");
    HtmlWriter page(to_string(language), fmt::format("{} · {}", title, office));
    page.line("a", {{"class", "skip"}, {"href", "#main"}}, say("Đến nội dung chính", "Skip to the content"));
    if (asked.api.options().demonstration)
        page.open("div", {{"class", "training"}, {"role", "note"}})
            .line("strong", say("TẬP HUẤN", "TRAINING"))
            .text(say(" · Văn phòng trình diễn: người, hồ sơ và ngày hẹn đều không có giá trị pháp lý.",
                      " · A demonstration office: its people, dossiers and dates have no legal effect."))
            .close("div");
    page.open("div", {{"class", fmt::format("page {}", main_class)}});
    page.open("header");
    page.open("p").open("a", {{"href", "/"}}).line("strong", office).close("a").close("p");
    const auto back = percent_encoded(asked.request.method == "GET" ? asked.request.target : "/");
    const bool vi = language == Language::vi;
    const auto other = fmt::format("/tieng/{}?tiep={}", vi ? "en" : "vi", back);
    page.open("nav", {{"aria-label", say("Ngôn ngữ", "Language")}})
        .line("a", {{"href", other}, {"lang", vi ? "en" : "vi"}, {"hreflang", vi ? "en" : "vi"}},
              vi ? "English" : "Tiếng Việt")
        .close("nav");
    page.close("header");
    page.open("main", {{"id", "main"}, {"tabindex", "-1"}});
    return page;
}

HtmlWriter framed_page(const Asked& asked, std::string_view title, std::string_view main_class,
                       std::string_view error, std::string_view target) {
    const Spoken say{page_language(asked.request)};
    auto page = error.empty()
                    ? framed_page(asked, title, main_class)
                    : framed_page(asked, fmt::format("{}{}", say("Lỗi: ", "Error: "), title), main_class);
    page.line("h1", title);
    if (error.empty()) return page;
    page.open("div", {{"class", "errors"}, {"role", "alert"}});
    page.open("p").open("a", {{"href", target}}).text(error).close("a").close("p").close("div");
    return page;
}

Response finished(HtmlWriter page, int status) {
    page.close("main").close("div");
    auto response = html_response(page.take());
    response.status = status;
    return response;
}

engine::Awaitable<Response> choose_language(Asked& asked) {
    const auto& chosen = asked.parameters.front();
    if (chosen != "vi" && chosen != "en") co_return problem(Fault::no_such_resource, asked.language);
    const auto* back =
        asked.query.find("tiep") == asked.query.end() ? nullptr : &asked.query.find("tiep")->second;
    auto response = redirect_to(own_path(back != nullptr ? *back : "/"));
    response.fields.emplace_back(
        "Set-Cookie", fmt::format("{}={}; Path=/; SameSite=Lax; Max-Age=31536000", language_cookie, chosen));
    co_return response;
}

}  // namespace motcua::server

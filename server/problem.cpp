#include "server/problem.hpp"

#include "procedures/text/normalize.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace motcua::server {

using procedures::Refusal;

namespace {

struct Words {
    Fault fault;
    std::string_view code;
    int status;
    std::string_view title_vi, title_en;
    std::string_view detail_vi, detail_en;
};

constexpr Words faults[] = {
    {Fault::malformed_request, "malformed_request", 400, "Yêu cầu không hợp lệ", "Malformed request",
     "Đây không phải một yêu cầu HTTP/1.1 trọn vẹn.", "This is not a whole HTTP/1.1 request."},
    {Fault::header_too_large, "header_too_large", 431, "Phần đầu yêu cầu quá lớn",
     "The request header is too large", "Phần đầu tối đa 16 KiB.", "A header may have 16 KiB at most."},
    {Fault::body_too_large, "body_too_large", 413, "Nội dung yêu cầu quá lớn",
     "The request body is too large", "Nội dung tối đa 256 KiB; tệp của hồ sơ tối đa 20 MiB.",
     "A body may have 256 KiB at most, a file of a dossier 20 MiB."},
    {Fault::request_too_slow, "request_too_slow", 408, "Yêu cầu gửi quá chậm", "The request was too slow",
     "Gửi trọn yêu cầu trong 15 giây, tệp trong 120 giây.",
     "Send a whole request within 15 seconds, a file within 120."},
    {Fault::defect, "defect", 500, "Máy chủ gặp lỗi", "The server has a defect",
     "Lỗi đã được ghi vào nhật ký của máy chủ.", "It is in the server's log."},
    {Fault::malformed_target, "malformed_target", 400, "Địa chỉ không hợp lệ", "Malformed address",
     "Đường dẫn hoặc tham số viết sai.", "The path or a parameter is written wrongly."},
    {Fault::no_such_resource, "no_such_resource", 404, "Không có trang này", "No such resource",
     "Không có gì ở địa chỉ này. Xem /api/v1/procedures.",
     "There is nothing at this address. See /api/v1/procedures."},
    {Fault::method_not_allowed, "method_not_allowed", 405, "Phương thức không dùng được ở đây",
     "Method not allowed", "Xem trường Allow của câu trả lời.", "See the field Allow of this answer."},
    {Fault::misdirected, "misdirected", 421, "Sai máy chủ", "Misdirected request",
     "Máy chủ này không trả lời cho tên miền trong trường Host.",
     "This server does not answer for the name in Host."},
    {Fault::authentication_required, "authentication_required", 401, "Chưa đăng nhập", "Nobody is signed in",
     "Đăng nhập bằng POST /api/v1/session, hoặc gửi Authorization: Bearer mc_….",
     "Log in with POST /api/v1/session, or send Authorization: Bearer mc_…."},
    {Fault::login_failed, "login_failed", 401, "Đăng nhập không thành công", "Login failed",
     "Tên đăng nhập hoặc mật khẩu không đúng.", "The person or the password is wrong."},
    {Fault::too_many_attempts, "too_many_attempts", 429, "Thử quá nhiều lần", "Too many attempts",
     "Chờ hết thời gian ở trường Retry-After rồi thử lại.",
     "Wait as long as Retry-After says, then try again."},
    {Fault::password_must_change, "password_must_change", 403, "Phải đổi mật khẩu lần đầu",
     "The first password must be changed", "Đổi mật khẩu bằng POST /api/v1/me/password.",
     "Change it with POST /api/v1/me/password."},
    {Fault::weak_password, "weak_password", 422, "Mật khẩu dễ đoán", "The password is easy to guess",
     "Dùng ít nhất 10 ký tự, khác tên người dùng và không phổ biến.",
     "Take at least 10 characters, not the person's name and nothing common."},
    {Fault::scope_missing, "scope_missing", 403, "Mã truy cập không đủ phạm vi",
     "The token's scope does not reach", "Mã truy cập này không được cấp phạm vi cần thiết.",
     "This token was not issued for that."},
    {Fault::not_with_token, "not_with_token", 403, "Không dùng được bằng mã truy cập", "Not with a token",
     "Đăng nhập để làm việc này.", "Log in to do this."},
    {Fault::cross_site, "cross_site", 403, "Yêu cầu từ trang khác", "Request of another site",
     "Origin hoặc Sec-Fetch-Site không phải của máy chủ này.",
     "Origin or Sec-Fetch-Site is not this server's own."},
    {Fault::no_such_person, "no_such_person", 404, "Không có người này", "No such person",
     "Thêm người bằng POST /api/v1/people.", "Add people with POST /api/v1/people."},
    {Fault::no_such_entry, "no_such_entry", 404, "Không có mục này", "No such entry",
     "Mục này không có hoặc không phải của người đang đăng nhập.", "It is not there, or not yours."},
    {Fault::unsupported_media_type, "unsupported_media_type", 415, "Sai kiểu nội dung",
     "Unsupported media type", "Gửi nội dung JSON với Content-Type: application/json.",
     "Send JSON with Content-Type: application/json."},
    {Fault::malformed_json, "malformed_json", 400, "JSON không hợp lệ", "Malformed JSON",
     "Nội dung không phải JSON hợp lệ.", "The body is not valid JSON."},
    {Fault::not_an_object, "not_an_object", 400, "Nội dung phải là một đối tượng JSON",
     "The body must be a JSON object", "Ví dụ {\"action\": \"receive\", \"all_right\": true}.",
     "Such as {\"action\": \"receive\", \"all_right\": true}."},
    {Fault::idempotency_key_required, "idempotency_key_required", 400, "Thiếu khóa lệnh",
     "Idempotency-Key is missing",
     "Gửi trường Idempotency-Key: 1 đến 128 ký tự ASCII, mỗi lệnh một khóa, gửi lại thì giữ khóa cũ.",
     "Send Idempotency-Key: 1 to 128 ASCII characters, one key for each command, the same one when it is "
     "repeated."},
    {Fault::if_match_required, "if_match_required", 428, "Thiếu phiên bản đang xem", "If-Match is missing",
     "Gửi trường If-Match với ETag của hồ sơ đang xem.",
     "Send If-Match with the ETag of the dossier you look at."},
    {Fault::malformed_if_match, "malformed_if_match", 400, "If-Match không hợp lệ", "Malformed If-Match",
     "Chỉ nhận một ETag mạnh như \"7\", hoặc *.", "One strong ETag such as \"7\", or *."},
    {Fault::bad_parameter, "bad_parameter", 400, "Tham số không hợp lệ", "Bad parameter",
     "Tham số của địa chỉ không dùng được.", "A parameter of the address cannot be used."},
    {Fault::no_such_act, "no_such_act", 404, "Không có loại thao tác này", "No such act",
     "Các thao tác ngoài quy trình được liệt kê trong docs/commands.md.",
     "Acts beside the machine are listed in docs/commands.md."},
    {Fault::lookup_failed, "lookup_failed", 404, "Không tra cứu được", "Nothing found",
     "Không có hồ sơ nào ứng với thông tin đã nhập. Kiểm tra lại mã trên giấy tiếp nhận.",
     "No dossier answers to what was entered. Check the codes on the receipt."},
    {Fault::too_many_requests, "too_many_requests", 429, "Tra cứu quá nhiều lần", "Too many requests",
     "Chờ hết thời gian ở trường Retry-After rồi tra cứu tiếp.", "Wait for the time in Retry-After."},
    {Fault::draft_changed, "draft_changed", 412, "Bản nháp đã được lưu ở cửa sổ khác",
     "The draft was saved meanwhile", "Tải lại bản nháp rồi sửa tiếp.", "Read the draft again, then go on."},
    {Fault::draft_too_large, "draft_too_large", 413, "Bản nháp quá lớn", "Draft too large",
     "Mỗi bản nháp tối đa 64 KiB.", "A draft may have 64 KiB at most."},
    {Fault::too_many_drafts, "too_many_drafts", 409, "Quá nhiều bản nháp", "Too many drafts",
     "Mỗi người giữ tối đa 50 bản nháp; xóa bớt rồi lưu lại.", "Nobody keeps more than 50; throw some away."},
    {Fault::file_too_large, "file_too_large", 413, "Tệp quá lớn", "File too large", "Mỗi tệp tối đa 20 MiB.",
     "A file may have 20 MiB at most."},
    {Fault::file_type_refused, "file_type_refused", 415, "Loại tệp không được nhận", "File type refused",
     "Chỉ nhận PDF, PNG, JPEG, TIFF, DOCX, XLSX, ODT, ODS (không có macro), XML và văn bản UTF-8; nội dung "
     "phải "
     "đúng loại đã khai.",
     "PDF, PNG, JPEG, TIFF, DOCX, XLSX, ODT, ODS (without macros), XML and text in UTF-8; the content must "
     "be "
     "what it is declared to be."},
    {Fault::file_damaged, "file_damaged", 500, "Tệp bị hỏng hoặc mất", "File damaged or lost",
     "Nội dung tệp không còn đúng như lúc lưu nên không được đưa ra; sự việc đã được ghi lại. Lấy tệp từ bản "
     "sao "
     "lưu.",
     "The content is not what was kept, so it is not handed out; this was recorded. Take the file from a "
     "backup."},
    {Fault::law_defective, "law_defective", 422, "Cấu hình có lỗi", "The configuration has defects",
     "Không có gì thay đổi: quy định đang dùng giữ nguyên. Sửa các lỗi sau rồi nạp lại.",
     "Nothing changed: the law in force stays. Correct these defects, then reload."},
    {Fault::no_config, "no_config", 409, "Không có thư mục cấu hình", "No configuration folder",
     "Chương trình này không được cho biết thư mục cấu hình; dùng --config.",
     "This program was not told a configuration folder; name it with --config."},
    {Fault::which_proposal, "which_proposal", 409, "Chưa rõ bản đề nghị nào", "Which proposal?",
     "Không có, hoặc có nhiều bản đề nghị như vậy. Xem danh sách bằng motcua law list.",
     "There is none such, or more than one. See motcua law list."},
    {Fault::no_such_version, "no_such_version", 404, "Không có văn bản này", "No such version",
     "Không có, hoặc có nhiều văn bản bắt đầu bằng mã băm đó. Xem danh sách bằng GET /api/v1/law.",
     "No text, or more than one, has a hash that begins so. See GET /api/v1/law."},
    {Fault::no_signing_key, "no_signing_key", 503, "Chưa ký được điểm kiểm", "No checkpoint can be signed",
     "Khóa ký không có hoặc kho lưu trữ đang gặp lỗi; xem nhật ký của chương trình.",
     "There is no key to sign with, or the storage is failing; see the program's log."},
    {Fault::export_too_large, "export_too_large", 422, "Quá nhiều sự kiện cho một tệp",
     "Too many events for one file", "Thu hẹp bộ lọc (thời gian, người, việc) rồi xuất từng phần.",
     "Narrow the filter (time, person, act) and take it out in parts."},
    {Fault::overloaded, "overloaded", 503, "Hệ thống đang quá tải", "Overloaded",
     "Thử lại sau thời gian ở trường Retry-After; chưa có gì được ghi.",
     "Try again after Retry-After; nothing was written."},
    {Fault::not_done, "not_done", 503, "Chưa thực hiện được", "Not done",
     "Kho lưu trữ gặp lỗi; chưa có gì được ghi. Thử lại.",
     "The storage failed; nothing was written. Try again."},
    {Fault::outcome_unknown, "outcome_unknown", 503, "Chưa biết kết quả", "Outcome unknown",
     "Kho lưu trữ gặp lỗi đúng lúc ghi. Gửi lại với cùng Idempotency-Key để biết kết quả.",
     "The storage failed while writing. Repeat with the same Idempotency-Key to learn the outcome."},
    {Fault::clock_doubted, "clock_doubted", 503, "Đồng hồ hệ thống đáng ngờ", "The system clock is in doubt",
     "Ngừng ghi cho đến khi quản trị xác nhận giờ của máy chủ.",
     "Nothing is written until an administrator confirms the server's time."},
    {Fault::not_ready, "not_ready", 503, "Chưa sẵn sàng", "Not ready", "Thử lại sau.", "Try again later."},
};

const Words& words_of(Fault fault) {
    return *std::find_if(std::begin(faults), std::end(faults),
                         [&](const Words& one) { return one.fault == fault; });
}

Response document(int status, std::string_view code, std::string_view title, std::string_view detail,
                  Language language, boost::json::object more = {}) {
    more["type"] = "urn:motcua:problem:" + std::string(code);
    more["title"] = title;
    more["status"] = status;
    more["detail"] = detail;
    more["code"] = code;
    Response response;
    response.status = status;
    response.content_type = "application/problem+json; charset=utf-8";
    response.fields.emplace_back("Content-Language", std::string(to_string(language)));
    response.body = boost::json::serialize(more);
    return response;
}

/// "applicant.name" → "/applicant/name"
std::string pointer_to(std::string_view field) {
    std::string pointer = "/" + std::string(field);
    std::replace(pointer.begin(), pointer.end(), '.', '/');
    return pointer;
}

}  // namespace

std::string_view to_string(Fault fault) { return words_of(fault).code; }
int status_of(Fault fault) { return words_of(fault).status; }

std::vector<Fault> all_faults() {
    std::vector<Fault> all;
    for (const auto& words : faults) all.push_back(words.fault);
    return all;
}

int status_of(Refusal::Code code) {
    using enum Refusal::Code;
    switch (code) {
        case not_found:
        case nonconformity_unknown:
        case audit_unknown:
        case not_in_sample: return 404;
        case wrong_role:
        case wrong_holder:
        case person_unknown:
        case person_absent:
        case not_substitute:
        case four_eyes:
        case approver_unfit:
        case not_for_oneself:
        case nonconformity_of_another:
        case verifier_not_independent:
        case audit_of_another:
        case auditor_of_own_unit:
        case two_persons_required: return 403;
        case version_conflict: return 412;
        case invalid_argument:
        case idempotency_mismatch:
        case no_such_procedure:
        case document_missing:
        case document_wrong:
        case document_unknown:
        case reason_required:
        case reprint_reason_required:
        case assignee_required:
        case assignee_cannot_hold:
        case role_conflict:
        case substitute_unfit:
        case signer_required:
        case number_required:
        case collector_required:
        case approval_required:
        case supplement_lines_required:
        case consult_unknown:
        case extension_too_long:
        case reschedule_not_later:
        case external_code_required:
        case at_in_future:
        case at_needs_reason:
        case nonconformity_incomplete:
        case personal_data_refused: return 422;
        default: return 409;
    }
}

Response problem(Fault fault, Language language, std::string_view detail, boost::json::object more) {
    const auto& words = words_of(fault);
    const bool vi = language == Language::vi;
    std::string sentence(vi ? words.detail_vi : words.detail_en);
    // A header field may hold any bytes; an answer is UTF-8.
    if (!detail.empty() && procedures::is_utf8(detail)) sentence += " (" + std::string(detail) + ")";
    auto response = document(words.status, words.code, vi ? words.title_vi : words.title_en, sentence,
                             language, std::move(more));
    if (fault == Fault::authentication_required)
        response.fields.emplace_back("WWW-Authenticate", "Bearer realm=\"motcua\"");
    return response;
}

Response problem(const Refusal& refusal, Language language, const procedures::Naming& naming) {
    const auto text = procedures::words_of(refusal, language, naming);
    boost::json::object more;
    boost::json::object arguments;
    for (const auto& argument : refusal.arguments) arguments[argument.name] = argument.value;
    if (!arguments.empty()) more["arguments"] = std::move(arguments);
    if (refusal.code == Refusal::Code::invalid_argument)
        more["errors"] =
            boost::json::array{boost::json::object{{"pointer", pointer_to(refusal.argument("field"))},
                                                   {"code", refusal.argument("why")},
                                                   {"message", text.detail}}};
    if (refusal.code == Refusal::Code::version_conflict) more["current_version"] = refusal.argument("actual");
    return document(status_of(refusal.code), to_string(refusal.code), text.title, text.detail, language,
                    std::move(more));
}

Response problem(const engine::Answer& answer, Language language, const procedures::Naming& naming) {
    using Kind = engine::Answer::Kind;
    if (answer.kind == Kind::refused) return problem(answer.refusal, language, naming);
    const auto fault = answer.kind == Kind::overloaded        ? Fault::overloaded
                       : answer.kind == Kind::outcome_unknown ? Fault::outcome_unknown
                       : answer.kind == Kind::clock_doubted   ? Fault::clock_doubted
                                                              : Fault::not_done;
    return try_again_after(answer.retry_after, problem(fault, language));
}

Response try_again_after(std::chrono::seconds wait, Response response) {
    response.fields.emplace_back("Retry-After", std::to_string(std::max<long long>(1, wait.count())));
    return response;
}

}  // namespace motcua::server

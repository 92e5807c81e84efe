#include "procedures/text/catalogue.hpp"

#include "procedures/text/explanation.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <utility>

namespace motcua::procedures {

namespace {

using Code = Refusal::Code;

/// `{name}` stands for an argument in words; a part in brackets is left out when its arguments are empty.
struct Wording {
    Code code;
    std::string_view title_vi, title_en;
    std::string_view detail_vi, detail_en;
};

constexpr Wording wordings[] = {
    {Code::not_found, "Không tìm thấy hồ sơ", "Dossier not found",
     "Không có hồ sơ này, hoặc ông/bà không được xem. Kiểm tra lại mã hồ sơ.",
     "There is no such dossier, or you may not see it. Check the code."},
    {Code::invalid_argument, "Thông tin chưa hợp lệ", "Invalid information",
     "Mục “{field}”: {why}.[ Sớm nhất: {earliest}.]", "Field \"{field}\": {why}.[ Earliest: {earliest}.]"},
    {Code::no_such_procedure, "Không có thủ tục này", "No such procedure",
     "Không có thủ tục “{procedure}” còn hiệu lực vào ngày {day}. Quản trị có thể ban hành phiên bản của "
     "ngày đó.",
     "No procedure \"{procedure}\" is in force on {day}. An administrator can publish the version of that "
     "day."},
    {Code::procedure_not_approved, "Quy trình chưa được phê duyệt", "Process not approved",
     "Thủ tục “{procedure}” chưa có quyết định phê duyệt quy trình nội bộ, chỉ dùng để trình diễn. Cần quyết "
     "định của "
     "người có thẩm quyền trước khi tiếp nhận hồ sơ thật.",
     "Procedure \"{procedure}\" has no approving decision and serves demonstrations only. The competent "
     "authority must "
     "approve it before it receives real dossiers."},
    {Code::no_such_action, "Không có thao tác này ở bước hiện tại", "No such action at this step",
     "Ở bước “{step}” không có thao tác “{action}”. Xem các thao tác được phép của hồ sơ.",
     "Step \"{step}\" has no action \"{action}\". See the actions that the dossier allows."},
    {Code::condition_not_met, "Thao tác không áp dụng cho trường hợp này",
     "Action does not apply to this case",
     "Thao tác “{action}” ở bước “{step}” không dành cho trường hợp của hồ sơ này.",
     "Action \"{action}\" at step \"{step}\" is not for the case of this dossier."},
    {Code::dossier_closed, "Hồ sơ không còn xử lý", "Dossier is not in process",
     "Hồ sơ đang ở “{step}”, không nhận thao tác này.",
     "The dossier stands at \"{step}\" and takes no such action."},
    {Code::wrong_role, "Không đúng vai trò", "Wrong role",
     "Việc này dành cho {role}[ của {unit}].[ Người có thể thực hiện: {could}.]",
     "This is for: {role}[ of {unit}].[ Who could do it: {could}.]"},
    {Code::wrong_holder, "Hồ sơ đang do người khác giữ", "Somebody else holds the dossier",
     "Hồ sơ đang được giao cho {person}. Người đó thực hiện, hoặc lãnh đạo phòng phân công lại.",
     "The dossier is with {person}, who has to act, or the head of division reassigns it."},
    {Code::person_unknown, "Không có người này", "Unknown person",
     "“{person}” không có trong danh sách nhân sự. Quản trị có thể thêm.",
     "\"{person}\" is not among the staff. An administrator can add the person."},
    {Code::person_absent, "Người này đang vắng mặt", "Person is absent",
     "{person} vắng mặt[ đến hết ngày {until}]. Người thay thế được cử có thể thực hiện.",
     "{person} is absent[ until {until}]. The appointed substitute can act."},
    {Code::not_substitute, "Không phải người thay thế", "Not a substitute",
     "Hôm nay {person} không được cử thay {for}. Lãnh đạo phòng có thể cử người thay thế, có ngày bắt đầu và "
     "kết thúc.",
     "Today {person} is not appointed to stand in for {for}. The head of division can appoint a substitute, "
     "with dates."},
    {Code::four_eyes, "Phải do người khác thực hiện", "Somebody else must do this",
     "Người đã thực hiện bước “{step}” ({person}) không được thực hiện việc này; người có thể thực hiện: "
     "{could|chưa có ai, lãnh đạo cần cử người}.",
     "Whoever acted in step \"{step}\" ({person}) may not do this; who could: {could|nobody yet, a leader "
     "has to "
     "appoint somebody}."},
    {Code::document_missing, "Thiếu thành phần hồ sơ", "Documents are missing",
     "Chưa có hoặc chưa kiểm tra: {documents}. Người tiếp nhận kiểm tra, hoặc yêu cầu người nộp bổ sung.",
     "Missing or not yet checked: {documents}. The clerk checks them, or asks the applicant for them."},
    {Code::document_wrong, "Thành phần hồ sơ chưa đúng", "Documents are not in order",
     "Chưa đúng quy định: {documents}. Yêu cầu người nộp bổ sung, hoàn thiện.",
     "Not in order: {documents}. Ask the applicant to complete them."},
    {Code::document_unknown, "Không có trong thành phần hồ sơ", "Not a document of this procedure",
     "“{document}” không có trong thành phần hồ sơ của thủ tục. Chỉ được yêu cầu thêm khi có căn cứ pháp lý.",
     "\"{document}\" is not among the documents of the procedure. More may be asked only on a legal basis."},
    {Code::fee_unpaid, "Chưa nộp phí, lệ phí", "Fee not paid",
     "Chưa thu “{fee}”. Thu phí hoặc người tiếp nhận ghi nhận đã nộp, hoặc được miễn và căn cứ.",
     "\"{fee}\" is not settled. The cashier or the clerk records the payment, or the exemption with its "
     "basis."},
    {Code::reason_required, "Cần nêu lý do", "A reason is required",
     "Thao tác “{action}” cần lý do bằng lời, được lưu trong hồ sơ.",
     "Action \"{action}\" needs a reason in words, which is kept with the dossier."},
    {Code::assignee_required, "Chưa chọn người thụ lý", "No assignee",
     "Chọn người sẽ giữ hồ sơ ở bước tiếp theo.",
     "Name the person who will have the dossier at the next step."},
    {Code::assignee_cannot_hold, "Không giao được cho người này", "Person cannot take this step",
     "{person} không giữ vai trò {role} của {unit}. Chọn người khác.",
     "{person} does not hold the role {role} of {unit}. Choose somebody else."},
    {Code::signer_required, "Chưa ghi người ký", "No signer",
     "Ghi người ký và chức danh của {role}; văn thư nhập thay được.",
     "Enter who signed, and in which capacity, for {role}; the records clerk can enter it."},
    {Code::number_required, "Chưa có số văn bản", "No document number",
     "Ghi số và ngày của văn bản; văn thư cấp số.",
     "Enter number and date of the paper; the records clerk numbers it."},
    {Code::collector_required, "Chưa ghi người nhận kết quả", "No collector",
     "Ghi ai nhận kết quả: người nộp, chủ hồ sơ, hoặc người được ủy quyền kèm giấy ủy quyền.",
     "Enter who takes the result: the applicant, the owner, or a representative with an authorisation."},
    {Code::approval_required, "Cần người có thẩm quyền đồng ý", "Approval is required",
     "Cần sự đồng ý của {role}; ghi người đã đồng ý.",
     "This needs the approval of: {role}. Enter who approved."},
    {Code::approver_unfit, "Người này không đồng ý thay được", "Person cannot approve this",
     "{person} không phải là {role}, hoặc chính là người đang thực hiện. Người đồng ý phải là {role} khác.",
     "{person} does not hold the role {role}, or is the one who acts. Another holder of it must approve."},
    {Code::supplement_once_only, "Chỉ được yêu cầu bổ sung một lần", "Supplement may be asked once",
     "Đã yêu cầu bổ sung {used} lần. Muốn yêu cầu nữa phải nêu điều khoản cho phép và được lãnh đạo phòng "
     "đồng ý.",
     "A supplement was asked {used} time(s). Another needs the provision that allows it and the head's "
     "approval."},
    {Code::supplement_lines_required, "Phiếu bổ sung chưa có nội dung", "The supplement slip is empty",
     "Liệt kê đầy đủ, một lần, từng giấy tờ cần bổ sung và lý do.",
     "List every document to be supplemented, once and completely, each with its reason."},
    {Code::supplement_not_due, "Chưa hết thời gian bổ sung", "The applicant still has time",
     "Người nộp còn thời gian bổ sung[ đến {from}]. Sau đó người của Bộ phận Một cửa mới được đóng hồ sơ.",
     "The applicant still has time[ until {from}]. Only then may a person of the one-stop desk close the "
     "dossier."},
    {Code::consult_open, "Còn chờ ý kiến", "Opinions are outstanding",
     "Chưa có ý kiến của: {parties}. Đôn đốc, hoặc văn thư nhập ý kiến đã đến.",
     "No opinion yet from: {parties}. Remind them, or let the records clerk enter what has arrived."},
    {Code::consult_unknown, "Không lấy ý kiến cơ quan này", "This party was not asked",
     "“{party}” không nằm trong các cơ quan đang được lấy ý kiến.",
     "\"{party}\" is not among those who are asked."},
    {Code::consult_answered, "Đã có ý kiến", "Already answered", "“{party}” đã trả lời.",
     "\"{party}\" has answered already."},
    {Code::extension_not_granted, "Luật không cho kéo dài", "No lawful extension",
     "Không có luật chuyên ngành cho kéo dài thời hạn của thủ tục “{procedure}”. Có thể xin lỗi và hẹn lại "
     "ngày trả một "
     "lần.",
     "No sector law extends the time of procedure \"{procedure}\". An apology with one new appointment is "
     "possible."},
    {Code::extension_used, "Đã kéo dài một lần", "Already extended",
     "Thời hạn chỉ được kéo dài một lần. Có thể xin lỗi và hẹn lại ngày trả.",
     "The time is extended once only. An apology with a new appointment is possible."},
    {Code::extension_too_long, "Kéo dài quá mức cho phép", "Extension is too long",
     "Được kéo dài từ 1 đến {at_most} theo đơn vị của thủ tục.",
     "It may be from 1 to {at_most}, in the procedure's unit."},
    {Code::reschedule_used, "Đã hẹn lại một lần", "Already rescheduled",
     "Chỉ được hẹn lại ngày trả một lần. Hồ sơ tiếp tục, tính là quá hạn.",
     "A new appointment is given once only. The dossier goes on and counts as late."},
    {Code::reschedule_not_later, "Ngày hẹn mới phải muộn hơn", "New appointment must be later",
     "Ngày hẹn mới phải sau ngày hẹn hiện tại ({appointment}) và sau hôm nay.",
     "It must be after the present appointment ({appointment}) and after today."},
    {Code::withdrawal_not_requested, "Người nộp chưa đề nghị", "The applicant has not asked",
     "Cần đề nghị của người nộp, do Bộ phận Một cửa ghi nhận trước.",
     "It needs the applicant's request, entered by the one-stop desk first."},
    {Code::already_signed, "Kết quả đã ký", "The result is signed",
     "Kết quả đã ký nên không rút, không dừng được nữa; người nộp nhận kết quả.",
     "After the signature nothing is withdrawn or stopped; the applicant collects the result."},
    {Code::not_acknowledgeable, "Không có bàn giao đang chờ", "No hand-over is waiting",
     "Hồ sơ không chờ xác nhận bàn giao: đã xác nhận, hoặc không chuyển giữa hai đơn vị.",
     "No hand-over waits for an answer: it was acknowledged, or did not pass between two units."},
    {Code::pull_back_too_late, "Không lấy lại được nữa", "Too late to pull back",
     "Chỉ người vừa chuyển được lấy lại, khi nơi nhận chưa xác nhận và chưa ai xử lý tiếp. Nơi nhận có thể "
     "trả lại.",
     "Only whoever handed it on may, until the receiver acknowledged or anybody acted. The receiver can send "
     "it back."},
    {Code::not_received, "Hồ sơ chưa được tiếp nhận", "Dossier not received",
     "Hồ sơ chưa có mã và chưa tính thời hạn. Người tiếp nhận phải tiếp nhận trước.",
     "It has neither code nor clock yet. A reception clerk must receive it first."},
    {Code::already_received, "Hồ sơ đã được tiếp nhận", "Dossier already received", "Hồ sơ đã có mã {code}.",
     "The dossier has the code {code} already."},
    {Code::correction_open, "Đang đính chính kết quả", "A correction is open",
     "Kết quả đang được đính chính, hạn {due}.", "The result is being corrected, due {due}."},
    {Code::no_result, "Chưa có kết quả", "There is no result", "Hồ sơ chưa có kết quả để đính chính.",
     "The dossier has no result that could be corrected."},
    {Code::external_code_required, "Thiếu mã của hệ thống tỉnh", "Provincial code is missing",
     "Nơi đây nhận mã, thời điểm tiếp nhận và ngày hẹn từ hệ thống giải quyết của tỉnh; lệnh phải mang đủ "
     "theo.",
     "This office takes code, time of receipt and appointment from the provincial system; the command must "
     "bring them."},
    {Code::code_taken, "Mã hồ sơ đã dùng", "Code is taken",
     "Mã {code} đã thuộc về một hồ sơ khác; mã không bao giờ dùng lại.",
     "Code {code} belongs to another dossier; codes are never used again."},
    {Code::number_exhausted, "Hết số trong ngày", "Numbers of the day are used up",
     "Ngày {day} đã cấp đủ 9999 mã hồ sơ. Tiếp nhận vào ngày làm việc tiếp theo.",
     "All 9999 codes of {day} are given. Receive on the next working day."},
    {Code::at_in_future, "Thời điểm ở tương lai", "Time lies in the future",
     "{at} muộn hơn bây giờ ({now}). Ghi thời điểm việc đã xảy ra.",
     "{at} is later than now ({now}). Enter when it happened."},
    {Code::at_needs_reason, "Cần lý do nhập sau", "Late entry needs a reason",
     "Ghi thời điểm {at} thay cho bây giờ phải nêu lý do (mất điện, bưu chính …).",
     "Entering {at} instead of now needs a reason (power cut, post …)."},
    {Code::version_conflict, "Hồ sơ vừa thay đổi", "The dossier has changed",
     "Ông/bà đang xem phiên bản {expected}, hồ sơ đã ở phiên bản {actual}. Tải lại rồi thực hiện lại.",
     "You look at version {expected}, the dossier is at {actual}. Load it again and repeat."},
    {Code::idempotency_mismatch, "Khóa lệnh đã dùng cho việc khác", "Key was used for something else",
     "Khóa “{key}” đã gắn với một yêu cầu có nội dung khác. Dùng khóa mới.",
     "Key \"{key}\" belongs to a request of other content. Use a new key."},
    {Code::deadline_not_open, "Mốc thời hạn không còn mở", "Deadline is not open",
     "Mốc “{kind}” đã xong, đã đổi hoặc chưa đến.",
     "Deadline \"{kind}\" is settled, was moved or has not come."},
    {Code::law_unchanged, "Nội dung đã được ban hành", "This text is in force already",
     "Phiên bản này trùng với bản đang dùng.", "This version equals the one in use."},
    {Code::law_unknown, "Không có bản đề nghị này", "No such proposal",
     "Không có văn bản nào với mã băm {hash} đang chờ phê duyệt.",
     "No text with hash {hash} waits for approval."},
    {Code::two_persons_required, "Cần hai người", "Two persons are required",
     "{person} đã đề nghị nên không được phê duyệt; người khác có thẩm quyền phê duyệt.",
     "{person} proposed it and so may not approve it; another competent person has to."},
    {Code::version_unknown, "Không có phiên bản này", "No such version",
     "Thủ tục “{procedure}” không có phiên bản “{version}” nào đã ban hành.",
     "Procedure \"{procedure}\" has no adopted version \"{version}\"."},
    {Code::version_unfit, "Hồ sơ không chuyển được sang phiên bản này",
     "The dossier does not fit this version", "{why}[: “{name}”]. Hồ sơ giữ nguyên phiên bản đang theo.",
     "{why}[: \"{name}\"]. The dossier stays on its version."},
    {Code::notice_open, "Đang thực hiện một thông báo lịch nghỉ", "A calendar notice is being carried out",
     "Thông báo “{notice}” đang được thực hiện; chờ xong rồi làm tiếp.",
     "Notice \"{notice}\" is being carried out; wait until it is done."},
    {Code::person_exists, "Đã có người này", "The person is known",
     "“{person}” đã có trong danh sách nhân sự; đổi vai trò của người đó, hoặc chọn tên đăng nhập khác.",
     "\"{person}\" is among the staff; change that person's roles, or choose another id."},
    {Code::not_for_oneself, "Không tự làm cho chính mình", "Not for oneself",
     "{person} không được tự làm việc này cho chính mình; một quản trị khác thực hiện.",
     "{person} may not do this for himself; another administrator does."},
    {Code::role_conflict, "Hai vai trò không đi cùng nhau", "Roles that exclude each other",
     "{person} không được giữ cùng lúc các vai trò: {role}.",
     "{person} may not hold these roles at once: {role}."},
    {Code::has_open_work, "Còn hồ sơ đang giữ", "Open work is left",
     "{person} còn giữ hồ sơ: {dossiers}. Phân công lại từng hồ sơ cho người khác trước.",
     "{person} still holds: {dossiers}. Give every dossier to somebody else first."},
    {Code::counter_unattended, "Quầy không còn người tiếp nhận", "Nobody would be at the counter",
     "Ngày {day} Bộ phận Một cửa không còn ai tiếp nhận. Cử người thay thế trước.",
     "On {day} no clerk would be at the counter. Appoint a substitute first."},
    {Code::substitute_unfit, "Không cử người này thay được", "Unfit as a substitute",
     "{person} giữ vai trò {role} nên không thay người xử lý hồ sơ.",
     "{person} holds the role {role} and so stands in for nobody who handles dossiers."},
    {Code::paper_unknown, "Chế độ này không có mẫu", "No such form under this regime",
     "Vào ngày tiếp nhận của hồ sơ chưa có mẫu “{form}” nào được ban hành.",
     "No form \"{form}\" was issued for the receipt date of this dossier."},
    {Code::paper_not_due, "Chưa có việc cần lập giấy này", "Nothing calls for this paper",
     "Hồ sơ chưa phát sinh việc phải lập “{form}”.",
     "Nothing happened to the dossier that calls for \"{form}\"."},
    {Code::paper_not_prepared, "Số vừa được cấp cho giấy khác", "The number went to another paper",
     "Lập lại “{form}”: số tiếp theo là {number}, năm {year}.",
     "Make \"{form}\" again: the next number is {number} of {year}."},
    {Code::reprint_reason_required, "In lại cần lý do", "A reprint needs a reason",
     "Giấy này đã in, đây là bản in lần {print}. Chọn lý do: kẹt giấy, mất hoặc sửa.",
     "This paper was printed before, this is print {print}. Choose a reason: jam, lost or correction."},
    {Code::nonconformity_unknown, "Không có sự không phù hợp này", "No such nonconformity",
     "Không có sự không phù hợp số {nonconformity}, hoặc ông/bà không được xem.",
     "There is no nonconformity {nonconformity}, or you may not see it."},
    {Code::nonconformity_closed, "Sự không phù hợp đã đóng", "Nonconformity is closed",
     "Sự không phù hợp số {nonconformity} đã được xác minh và đóng. Nếu lặp lại thì mở số mới.",
     "Nonconformity {nonconformity} was verified and closed. When it happens again, open another."},
    {Code::nonconformity_of_another, "Việc khắc phục của người khác", "Somebody else owns it",
     "Người được giao khắc phục là {person}. Người đó ghi, hoặc lãnh đạo giao lại.",
     "It was given to {person}, who tells what was done, or a head gives it to somebody else."},
    {Code::nonconformity_incomplete, "Chưa đủ để xử lý tiếp", "Not complete yet", "Còn thiếu: {missing}.",
     "Still missing: {missing}."},
    {Code::nonconformity_not_treated, "Chưa khắc phục xong", "Not treated yet",
     "Người được giao chưa báo đã khắc phục xong, nên chưa xác minh được.",
     "The owner has not said that it is done, so there is no effect to verify."},
    {Code::verifier_not_independent, "Phải do người khác xác minh", "Somebody else must verify it",
     "{person} được giao hoặc đã thực hiện việc khắc phục nên không tự xác minh; người có thể xác minh: "
     "{could|chưa có ai, lãnh đạo cần cử người}.",
     "{person} owns or treated it and does not verify it; who could: {could|nobody yet, a leader has to "
     "appoint somebody}."},
    {Code::audit_unknown, "Không có cuộc đánh giá này", "No such audit",
     "Không có cuộc đánh giá nội bộ số {audit}.", "There is no internal audit {audit}."},
    {Code::audit_is_concluded, "Cuộc đánh giá đã kết luận", "Audit is concluded",
     "Cuộc đánh giá số {audit} đã kết luận. Phát hiện thêm thì lập cuộc khác.",
     "Audit {audit} is concluded. Plan another one for what is found later."},
    {Code::audit_sampled, "Mẫu đã rút", "Sample is drawn",
     "Mẫu của cuộc đánh giá số {audit} đã rút, không rút lại.",
     "The sample of audit {audit} was drawn and is not drawn again."},
    {Code::audit_of_another, "Cuộc đánh giá của người khác", "Somebody else audits",
     "Đánh giá viên của cuộc này là {person}.", "The auditor is {person}."},
    {Code::audit_incomplete, "Chưa đánh giá hết mẫu", "Sample not finished",
     "Còn hồ sơ chưa đánh giá: {dossiers|chưa rút mẫu}.",
     "Dossiers that nobody looked at yet: {dossiers|no sample was drawn}."},
    {Code::auditor_of_own_unit, "Không đánh giá đơn vị của mình", "Not one's own unit",
     "{person} làm việc ở {unit} nên không đánh giá đơn vị đó. Chọn đánh giá viên khác.",
     "{person} works in {unit} and does not audit it. Choose another auditor."},
    {Code::not_in_sample, "Hồ sơ không thuộc mẫu", "Not in the sample",
     "Hồ sơ {dossier} không có trong mẫu của cuộc đánh giá này.",
     "Dossier {dossier} is not in the sample of this audit."},
    {Code::outage_unknown, "Chưa khai báo sự cố này", "No such outage was declared",
     "Không có khoảng sự cố số {outage}. Trưởng Bộ phận Một cửa khai báo khoảng sự cố trước, rồi nhập sau.",
     "There is no outage {outage}. The head of the desk declares it first, then its paper is entered."},
    {Code::outage_overlaps, "Trùng một khoảng sự cố đã khai báo", "It overlaps a declared outage",
     "Khoảng này giao với sự cố số {outage}, từ {begin} đến {end}. Khai báo phần còn lại.",
     "It overlaps outage {outage}, from {begin} to {end}. Declare what is left."},
    {Code::outside_outage, "Ngoài khoảng sự cố đã khai báo", "Outside the declared outage",
     "{at} không nằm trong khoảng sự cố từ {begin} đến {end}. Ghi giờ trên giấy; nếu khoảng khai báo còn "
     "thiếu, "
     "Trưởng Bộ phận Một cửa khai báo thêm.",
     "{at} does not lie in the outage from {begin} to {end}. Enter the time on the paper; what is missing of "
     "the interval the head of the desk declares beside it."},
    {Code::not_in_an_outage, "Việc này không nhập sau theo sự cố", "Not entered as of an outage",
     "“{action}” không phải việc của quầy trong lúc sự cố; chỉ tiếp nhận, bàn giao và trả kết quả được nhập "
     "sau.",
     "\"{action}\" is not what the desk does on paper; only receipt, hand-over and return are entered "
     "afterwards."},
    {Code::code_not_reserved, "Số này không được giữ trước", "The number was not reserved",
     "{code} không nằm trong các số đã giữ cho phiếu trắng.",
     "{code} is not among the numbers reserved for blank receipts."},
    {Code::code_settled, "Số này đã có kết cục", "The number has ended already",
     "{code} đã được ghi: {as}. Mỗi số chỉ dùng một lần.",
     "{code} has been entered already: {as}. A number is used once."},
    {Code::code_of_another_day, "Số của ngày khác", "Number of another day",
     "{code} được giữ cho ngày {day}, không dùng được cho giờ tiếp nhận {at}.",
     "{code} is kept for {day} and does not fit the time of receipt {at}."},
    {Code::personal_data_refused, "Không ghi dữ liệu cá nhân ở đây", "No personal data here",
     "Mục “{field}” không được chứa dữ liệu cá nhân.", "Field \"{field}\" may not hold personal data."},
};

struct Why {
    std::string_view word, vi, en;
};
constexpr Why whys[] = {
    {"required", "cần ghi", "is required"},
    {"text", "phải là chữ", "must be text"},
    {"too_long", "quá dài", "is too long"},
    {"boolean", "phải là có hoặc không (true, false)", "must be true or false"},
    {"integer", "phải là số nguyên", "must be a whole number"},
    {"negative", "không được âm", "must not be negative"},
    {"instant", "phải là thời điểm, ví dụ 2026-04-22T08:10:00+07:00",
     "must be a moment, such as 2026-04-22T08:10:00+07:00"},
    {"date", "phải là ngày, ví dụ 2026-04-22", "must be a date, such as 2026-04-22"},
    {"texts", "phải là danh sách chữ", "must be a list of texts"},
    {"object", "phải là một nhóm thông tin", "must be an object"},
    {"objects", "phải là danh sách các nhóm thông tin", "must be a list of objects"},
    {"list", "phải là danh sách", "must be a list"},
    {"unknown", "không có mục này", "is not known"},
    {"not_among_choices", "không nằm trong các lựa chọn", "is not among the choices"},
    {"mark", "phải là right, wrong, missing hoặc mismatch", "must be right, wrong, missing or mismatch"},
    {"placeholder", "không phải số thật; để trống và ghi lý do chưa có giấy tờ",
     "is no real number; leave it empty and say why there is none"},
    {"contradicts", "mâu thuẫn với mục đã ghi bên cạnh", "contradicts what is said beside it"},
    {"plain_name", "chỉ gồm chữ thường không dấu, chữ số và gạch nối",
     "may hold small letters, digits and hyphens only"},
    {"document_unknown", "không có giấy tờ này trong thủ tục", "is not a document of this procedure"},
    {"person_unknown", "không có người này", "is not a known person"},
    {"before_step", "sớm hơn lúc hồ sơ đến bước này", "is earlier than the dossier's arrival at this step"},
    {"already_settled", "đã thu hoặc đã miễn", "is settled already"},
    {"day_off", "rơi vào ngày nghỉ", "is a day off"},
    {"not_a_voided_intake", "không phải hồ sơ đã hủy tiếp nhận", "is not a voided intake"},
    {"too_far_ahead", "quá xa, giữ trước nhiều nhất 31 ngày", "is too far ahead: at most 31 days"},
    {"moves_nothing", "không làm thay đổi ngày nào", "moves no date"},
    {"step_missing", "Phiên bản đó không có bước hiện tại của hồ sơ",
     "That version has no step where the dossier stands"},
    {"step_differs", "Bước hiện tại ở phiên bản đó thuộc loại, vai trò hoặc đơn vị khác",
     "The present step is of another kind, role or unit in that version"},
    {"attribute_missing", "Phiên bản đó cần thêm đặc điểm của hồ sơ",
     "That version asks for one more attribute of the dossier"},
    {"stage_missing", "Phiên bản đó không có giai đoạn đang tính thời hạn",
     "That version has no such stage, which is running"},
    {"dates_unclear", "Không dựng lại được cách tính thời hạn hiện nay",
     "How its present dates came about cannot be reproduced"},
    {"same_version", "Hồ sơ đang theo đúng phiên bản này", "The dossier is on this version already"},
    {"ends_before_it_begins", "kết thúc trước khi bắt đầu", "ends before it begins"},
    {"in_the_past", "đã qua", "is in the past"},
    {"himself", "không thể là chính người đó", "may not be the same person"},
    {"not_held", "người này không giữ vai trò đó", "is not held by that person"},
    {"held_already", "người này đang giữ vai trò đó", "is held by that person already"},
    {"no_such_period", "không có khoảng thời gian đó", "is no such period"},
    {"unknown_role_or_unit", "không có vai trò hoặc đơn vị này", "is no role or unit of this office"},
    {"not_of_this_dossier", "không phải sự kiện của hồ sơ này", "is not an event of this dossier"},
    {"not_personal", "không phải dữ liệu cá nhân còn lưu ở sự kiện đó",
     "is no personal value that the event still holds"},
    {"nothing_to_audit", "không có hồ sơ nào của đơn vị được giải quyết trong kỳ",
     "has no settled dossier of that unit"},
    {"not_of_a_dossier", "không phải thao tác của hồ sơ", "is not an act of a dossier"},
};

constexpr Why parts_of_treatment[] = {
    {"owner", "người chịu trách nhiệm", "the owner"},
    {"correction", "việc đã làm ngay", "what was done at once"},
    {"cause", "nguyên nhân", "the cause"},
    {"action", "hành động khắc phục", "the corrective action"},
};

/// Each of "a, b" by `name`.
std::string each(std::string_view list, const std::function<std::string(std::string_view)>& name) {
    std::string out;
    while (!list.empty()) {
        const auto comma = list.find(", ");
        if (!out.empty()) out += ", ";
        out += name(list.substr(0, comma));
        list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 2);
    }
    return out;
}

template <class Item>
std::string name_in(const std::vector<Item>& items, std::string_view id, Language language) {
    for (const auto& item : items)
        if (item.id == id) return in(language, item.names);
    return {};
}

std::string or_id(const std::string& name, std::string_view id) {
    return name.empty() ? std::string(id) : name;
}

std::string action_name(const Naming& naming, std::string_view action, Language language) {
    if (naming.procedure != nullptr)
        for (const auto& step : naming.procedure->steps)
            if (const auto* known = step.action(action)) return or_id(in(language, known->names), action);
    if (const auto kind = parse_command_kind(action)) return std::string(name_of(*kind, language));
    return std::string(action);
}

std::string document_name(const Naming& naming, std::string_view document, Language language) {
    return or_id(naming.procedure != nullptr ? name_in(naming.procedure->documents, document, language) : "",
                 document);
}

std::string person_name(const Naming& naming, std::string_view person) {
    if (naming.people == nullptr) return std::string(person);
    const auto known = naming.people->find(person);
    return known == naming.people->end() ? std::string(person) : or_id(known->second, person);
}

/// An argument as a person reads it, by what it is about.
std::string in_words(const Refusal::Argument& argument, Language language, const Naming& naming) {
    const auto& [name, value] = argument;
    if (value.empty()) return {};
    if (name == "person" || name == "for" || name == "could")
        return each(value, [&](auto id) { return person_name(naming, id); });
    if (name == "role") return each(value, [&](auto id) { return role_name(naming, id, language); });
    if (name == "unit") return unit_name(naming, value, language);
    if (name == "step") return step_name(naming, value, language);
    if (name == "action") return action_name(naming, value, language);
    if (name == "document" || name == "documents")
        return each(value, [&](auto id) { return document_name(naming, id, language); });
    if (name == "party" || name == "parties")
        return each(value, [&](auto id) { return party_name(naming, id, language); });
    if (name == "fee" && naming.procedure != nullptr)
        return or_id(name_in(naming.procedure->fees, value, language), value);
    if (name == "procedure" && naming.procedure != nullptr && naming.procedure->id == value)
        return or_id(in(language, naming.procedure->names), value);
    if (name == "kind") {
        const auto kind = parse_deadline_kind(value);
        return kind ? std::string(name_of(*kind, language)) : value;
    }
    if (name == "form") {
        const auto form = parse_paper_form(value);
        return form ? std::string(name_of(*form, language)) : value;
    }
    if (name == "missing")
        return each(value, [&](auto part) {
            for (const auto& one : parts_of_treatment)
                if (one.word == part) return std::string(language == Language::vi ? one.vi : one.en);
            return std::string(part);
        });
    if (name == "as") {
        const auto state = parse_code_state(value);
        return state ? std::string(name_of(*state, language)) : value;
    }
    if (name == "why") {
        for (const auto& why : whys)
            if (why.word == value) return std::string(language == Language::vi ? why.vi : why.en);
        return value;
    }
    if (const auto day = parse_date(value)) return written(*day, language);
    if (const auto moment = parse_instant(value)) return written(*moment, language);
    return value;
}

/// Fills `{name}` and `{name|otherwise}`; says through `empty` whether one had nothing to show.
std::string filled(std::string_view pattern, const Refusal& refusal, Language language, const Naming& naming,
                   bool& empty) {
    std::string out;
    for (std::size_t at = 0; at < pattern.size();) {
        if (pattern[at] == '[') {
            const auto end = pattern.find(']', at);
            bool nothing = false;
            const auto part =
                filled(pattern.substr(at + 1, end - at - 1), refusal, language, naming, nothing);
            if (!nothing) out += part;
            at = end + 1;
        } else if (pattern[at] == '{') {
            const auto end = pattern.find('}', at);
            const auto inside = pattern.substr(at + 1, end - at - 1);
            const auto bar = inside.find('|');
            const auto name = inside.substr(0, bar);
            auto words = in_words({std::string(name), std::string(refusal.argument(name))}, language, naming);
            if (words.empty() && bar != std::string_view::npos) words = inside.substr(bar + 1);
            empty = empty || words.empty();
            out += words.empty() ? "…" : words;
            at = end + 1;
        } else {
            out += pattern[at++];
        }
    }
    return out;
}

struct Pair {
    std::string_view vi, en;
};

/// By the enumeration's order; the test walks every value.
template <class Enum, std::size_t n>
std::string_view pick(const std::array<Pair, n>& names, Enum value, Language language) {
    const auto at = static_cast<std::size_t>(value);
    if (at >= n) return {};
    return language == Language::vi ? names[at].vi : names[at].en;
}

constexpr std::array<Pair, 81> event_names{{
    {"Nộp hồ sơ", "Filed"},
    {"Chuyển xử lý", "Advanced"},
    {"Tiếp nhận hồ sơ", "Received"},
    {"Yêu cầu bổ sung trước khi tiếp nhận", "Asked to complete before receipt"},
    {"Từ chối tiếp nhận", "Intake refused"},
    {"Phân công", "Assigned"},
    {"Đề nghị bổ sung hồ sơ", "Supplement requested"},
    {"Phát hành phiếu yêu cầu bổ sung", "Supplement slip issued"},
    {"Nhận đủ hồ sơ bổ sung", "Supplement complete"},
    {"Đóng vì không bổ sung", "Closed, not supplemented"},
    {"Gửi lấy ý kiến", "Opinions asked"},
    {"Trình", "Submitted for approval"},
    {"Trả lại (nội bộ)", "Sent back"},
    {"Duyệt", "Approved"},
    {"Ký", "Signed"},
    {"Dự thảo văn bản từ chối", "Refusal drafted"},
    {"Cấp số, phát hành", "Numbered and issued"},
    {"Kết quả về Bộ phận Một cửa", "Result at the counter"},
    {"Trả kết quả", "Result handed over"},
    {"Rút hồ sơ", "Withdrawn"},
    {"Dừng giải quyết", "Stopped"},
    {"Hủy tiếp nhận nhầm", "Mistaken intake voided"},
    {"Kiểm tra thành phần hồ sơ", "Documents checked"},
    {"Xác nhận đã nhận bàn giao", "Hand-over acknowledged"},
    {"Từ chối nhận – chuyển nhầm", "Transfer declined"},
    {"Phân công lại", "Reassigned"},
    {"Lấy lại hồ sơ vừa chuyển", "Pulled back"},
    {"Thêm người phối hợp, theo dõi", "People joined"},
    {"Có ý kiến trả lời", "Opinion received"},
    {"Đôn đốc lấy ý kiến", "Reminder sent"},
    {"Thu phí, lệ phí", "Fee paid"},
    {"Miễn phí, lệ phí", "Fee exempted"},
    {"Người nộp đề nghị rút, dừng", "Withdrawal requested"},
    {"Kéo dài thời hạn theo luật", "Lawfully extended"},
    {"Xin lỗi và hẹn lại ngày trả", "Apology and new appointment"},
    {"Dời hạn theo thông báo lịch nghỉ", "Due date moved by a calendar notice"},
    {"Chuyển sang phiên bản quy trình khác", "Moved to another version"},
    {"Sửa thông tin tiếp nhận", "Intake corrected"},
    {"Mở đính chính kết quả", "Correction opened"},
    {"Đã đính chính kết quả", "Result corrected"},
    {"Xóa dữ liệu cá nhân theo luật", "Personal data erased by law"},
    {"Ghi chú", "Note"},
    {"Thêm tệp", "File added"},
    {"Đôn đốc", "Reminded"},
    {"In giấy tờ", "Paper issued"},
    {"Đến mốc thời hạn", "Deadline reached"},
    {"Đề nghị ban hành quy định", "Law proposed"},
    {"Ban hành quy định", "Law adopted"},
    {"Quyết định áp dụng thông báo lịch nghỉ", "Calendar notice applied"},
    {"Thực hiện xong thông báo lịch nghỉ", "Calendar notice carried out"},
    {"Thêm nhân sự", "Person added"},
    {"Giao vai trò", "Role granted"},
    {"Thôi vai trò", "Role ended"},
    {"Ghi nhận vắng mặt", "Absence entered"},
    {"Đi làm lại sớm", "Absence ended early"},
    {"Cử người thay thế", "Substitute appointed"},
    {"Thôi thay thế", "Substitution ended early"},
    {"Nghi ngờ đồng hồ hệ thống", "System clock doubted"},
    {"Xác nhận đồng hồ hệ thống", "System clock confirmed"},
    {"Khôi phục sau lỗi lưu trữ", "Storage recovered"},
    {"Dùng khóa ký điểm kiểm mới", "New key signs checkpoints"},
    {"Phát hành báo cáo", "Report issued"},
    {"Giữ số cho phiếu trắng", "Numbers reserved for blank receipts"},
    {"Ghi kết cục của số đã giữ", "End of reserved numbers entered"},
    {"Khai báo sự cố", "Outage declared"},
    {"Mở sự không phù hợp", "Nonconformity opened"},
    {"Giao xử lý sự không phù hợp", "Nonconformity assigned"},
    {"Ghi nguyên nhân, hành động khắc phục", "Nonconformity treated"},
    {"Xác minh hiệu lực khắc phục", "Nonconformity verified"},
    {"Sự không phù hợp quá hạn khắc phục", "Nonconformity overdue"},
    {"Lập kế hoạch đánh giá nội bộ", "Internal audit planned"},
    {"Rút mẫu đánh giá", "Audit sample drawn"},
    {"Đánh giá một hồ sơ", "Dossier audited"},
    {"Kết luận đánh giá nội bộ", "Internal audit concluded"},
    {"Đăng nhập", "Logged in"},
    {"Đăng nhập không thành công", "Login failed"},
    {"Đọc hồ sơ", "Dossier read"},
    {"Xuất dữ liệu", "Data exported"},
    {"Thay đổi tài khoản", "Account changed"},
    {"Từ chối một thao tác", "Act refused"},
    {"Tệp bị hỏng hoặc mất", "File damaged or lost"},
}};

constexpr std::array<Pair, 60> command_names{{
    {"nộp hồ sơ", "submit a dossier"},
    {"xử lý hồ sơ", "act on a dossier"},
    {"kiểm tra thành phần hồ sơ", "check documents"},
    {"xác nhận đã nhận bàn giao", "acknowledge a hand-over"},
    {"từ chối nhận – chuyển nhầm", "decline a transfer"},
    {"phân công lại", "reassign"},
    {"lấy lại hồ sơ vừa chuyển", "pull back"},
    {"thêm người phối hợp, theo dõi", "join people"},
    {"nhập ý kiến trả lời", "enter an opinion"},
    {"đôn đốc lấy ý kiến", "remind of an opinion"},
    {"thu phí, lệ phí", "take a fee"},
    {"miễn phí, lệ phí", "exempt from a fee"},
    {"ghi nhận đề nghị rút, dừng", "enter a withdrawal request"},
    {"kéo dài thời hạn theo luật", "extend lawfully"},
    {"xin lỗi và hẹn lại ngày trả", "apologise and reschedule"},
    {"dời hạn theo thông báo lịch nghỉ", "move a due date by notice"},
    {"chuyển sang phiên bản quy trình khác", "move to another version"},
    {"sửa thông tin tiếp nhận", "correct the intake"},
    {"mở đính chính kết quả", "open a correction"},
    {"đính chính kết quả", "correct the result"},
    {"xóa dữ liệu cá nhân theo luật", "erase personal data by law"},
    {"ghi chú", "write a note"},
    {"thêm tệp", "add a file"},
    {"đôn đốc", "remind"},
    {"in giấy tờ", "issue a paper"},
    {"báo mốc thời hạn", "fire a deadline"},
    {"đề nghị ban hành quy định", "propose law"},
    {"ban hành quy định", "adopt law"},
    {"quyết định áp dụng thông báo lịch nghỉ", "apply a calendar notice"},
    {"hoàn tất thông báo lịch nghỉ", "end a calendar notice"},
    {"thêm nhân sự", "add a person"},
    {"giao vai trò", "grant a role"},
    {"thôi vai trò", "end a role"},
    {"điều chuyển, đổi vai trò", "change roles"},
    {"ghi nhận vắng mặt", "enter an absence"},
    {"ghi nhận đi làm lại sớm", "end an absence"},
    {"cử người thay thế", "appoint a substitute"},
    {"cho thôi thay thế", "end a substitution"},
    {"báo sự không phù hợp", "report a nonconformity"},
    {"giao xử lý sự không phù hợp", "assign a nonconformity"},
    {"khắc phục sự không phù hợp", "treat a nonconformity"},
    {"xác minh hiệu lực khắc phục", "verify a nonconformity"},
    {"lập kế hoạch đánh giá nội bộ", "plan an internal audit"},
    {"rút mẫu đánh giá", "draw an audit's sample"},
    {"đánh giá một hồ sơ", "audit a dossier"},
    {"báo phát hiện đánh giá", "report an audit finding"},
    {"kết luận đánh giá nội bộ", "conclude an internal audit"},
    {"đăng nhập", "log in"},
    {"đăng nhập không thành công", "fail to log in"},
    {"đọc hồ sơ", "read a dossier"},
    {"bị từ chối ở cửa", "be kept out"},
    {"xuất dữ liệu", "export data"},
    {"thay đổi tài khoản", "change an account"},
    {"xác nhận đồng hồ hệ thống", "confirm the system clock"},
    {"đổi khóa ký điểm kiểm", "adopt a signing key"},
    {"báo tệp bị hỏng", "report a damaged file"},
    {"phát hành báo cáo", "issue a report"},
    {"giữ số cho phiếu trắng", "reserve numbers"},
    {"ghi kết cục của số đã giữ", "settle reserved numbers"},
    {"khai báo sự cố", "declare an outage"},
}};

constexpr std::array<Pair, 21> action_kind_names{{
    {"Chuyển xử lý", "Advance"},
    {"Tiếp nhận", "Receive"},
    {"Yêu cầu bổ sung trước khi tiếp nhận", "Ask to complete before receipt"},
    {"Từ chối tiếp nhận", "Refuse intake"},
    {"Phân công", "Assign"},
    {"Đề nghị bổ sung", "Request a supplement"},
    {"Phát hành phiếu bổ sung", "Issue the supplement slip"},
    {"Nhận đủ bổ sung", "Supplement complete"},
    {"Đóng vì không bổ sung", "Close, not supplemented"},
    {"Gửi lấy ý kiến", "Ask for opinions"},
    {"Trình", "Submit for approval"},
    {"Trả lại", "Send back"},
    {"Duyệt", "Approve"},
    {"Ký", "Sign"},
    {"Trình văn bản từ chối", "Draft a refusal"},
    {"Cấp số, phát hành", "Number and issue"},
    {"Chuyển kết quả về quầy", "Pass the result to the counter"},
    {"Trả kết quả", "Hand over the result"},
    {"Cho rút hồ sơ", "Grant withdrawal"},
    {"Dừng giải quyết", "Stop"},
    {"Hủy tiếp nhận nhầm", "Void a mistaken intake"},
}};

constexpr std::array<Pair, 9> nonconformity_sources{{
    {"Quá hạn giải quyết theo luật", "Legal limit exceeded"},
    {"Xin lỗi, hẹn lại muộn", "Late apology"},
    {"Yêu cầu bổ sung quá số lần", "Supplement asked too often"},
    {"Kết quả có sai sót", "Wrong result"},
    {"Phản ánh, kiến nghị, khiếu nại", "Complaint"},
    {"Mất giấy tờ của người nộp", "Applicant's paper lost"},
    {"Hư hỏng giấy tờ của người nộp", "Applicant's paper damaged"},
    {"Phát hiện của đánh giá nội bộ", "Finding of an internal audit"},
    {"Khác", "Other"},
}};

constexpr std::array<Pair, 9> audit_tick_names{{
    {"Giấy tiếp nhận có ngày và chữ ký", "Receipt dated and signed"},
    {"Thành phần hồ sơ đúng danh mục", "Components as listed"},
    {"Phiếu kiểm soát đủ, các bước trong thời gian", "Control slip complete, steps within their times"},
    {"Lấy ý kiến và có trả lời", "Opinions asked and answered"},
    {"Bổ sung một lần, đúng mẫu", "Supplement once and in form"},
    {"Kết quả ký đúng thẩm quyền, đúng hạn", "Result signed by who may, in time"},
    {"Bàn giao kết quả có chữ ký", "Hand-over signed"},
    {"Hồ sơ đã lưu trữ", "File archived"},
    {"Biểu mẫu, quy trình có hiệu lực ngày đó", "Form and procedure versions valid that day"},
}};

constexpr std::array<Pair, 3> nonconformity_states{{
    {"Đang khắc phục", "Being treated"},
    {"Chờ xác minh", "To be verified"},
    {"Đã đóng", "Closed"},
}};

constexpr std::array<Pair, 12> deadline_names{{
    {"Trả lời hồ sơ trực tuyến", "Answer to an online filing"},
    {"Chuyển hồ sơ giấy", "Paper hand-over"},
    {"Thông báo bổ sung", "Supplement notice"},
    {"Thời gian bổ sung của người nộp", "Applicant's time to supplement"},
    {"Hạn bước", "Step due"},
    {"Nhắc hạn bước", "Step warning"},
    {"Hạn giải quyết hồ sơ", "Dossier due"},
    {"Nhắc hạn giải quyết hồ sơ", "Dossier warning"},
    {"Hạn xin lỗi, hẹn lại", "Apology due"},
    {"Hạn lấy ý kiến", "Opinion due"},
    {"Hạn đính chính kết quả", "Correction due"},
    {"Hạn khắc phục sự không phù hợp", "Nonconformity due"},
}};

constexpr std::array<Pair, 7> timeliness_names{{{"Chưa có hạn", "No date"},
                                                {"Còn hạn", "On track"},
                                                {"Sắp đến hạn", "Due soon"},
                                                {"Đến hạn hôm nay", "Due today"},
                                                {"Quá hạn – đang giải quyết", "Overdue – open"},
                                                {"Tạm dừng tính hạn", "Paused"},
                                                {"Đã dừng tính hạn", "Stopped"}}};
constexpr std::array<Pair, 4> clock_names{{{"Chưa tính thời hạn", "Not started"},
                                           {"Đang tính thời hạn", "Running"},
                                           {"Tạm dừng tính hạn", "Paused"},
                                           {"Đã dừng tính hạn", "Stopped"}}};
constexpr std::array<Pair, 3> verdict_names{
    {{"Trước hạn", "Early"}, {"Đúng hạn", "On time"}, {"Quá hạn – đã giải quyết", "Late"}}};
constexpr std::array<Pair, 5> step_kind_names{{{"Mới nộp, chưa tiếp nhận", "Filed, not received"},
                                               {"Đang xử lý", "In process"},
                                               {"Chờ người nộp", "Waiting for the applicant"},
                                               {"Có kết quả, chờ nhận", "Result ready"},
                                               {"Đã kết thúc", "Closed"}}};
constexpr std::array<Pair, 6> ending_names{{{"Đã trả kết quả", "Result handed over"},
                                            {"Không được tiếp nhận", "Refused at receipt"},
                                            {"Đã rút", "Withdrawn"},
                                            {"Đã dừng giải quyết", "Stopped"},
                                            {"Không bổ sung đúng hạn", "Not supplemented in time"},
                                            {"Hủy tiếp nhận nhầm", "Intake voided"}}};
constexpr std::array<Pair, 4> channel_names{
    {{"", ""}, {"Trực tiếp", "Counter"}, {"Trực tuyến", "Online"}, {"Bưu chính", "Post"}}};
constexpr std::array<Pair, 5> mark_names{{{"Chưa kiểm tra", "Not checked"},
                                          {"Đúng", "Right"},
                                          {"Chưa đúng", "Wrong"},
                                          {"Thiếu", "Missing"},
                                          {"Thông tin không khớp", "Mismatch"}}};
constexpr std::array<Pair, 10> paper_names{
    {{"Giấy tiếp nhận và hẹn trả kết quả", "Receipt and appointment"},
     {"Phiếu yêu cầu bổ sung", "Supplement request"},
     {"Phiếu từ chối", "Refusal"},
     {"Phiếu xin lỗi và hẹn lại", "Apology and new appointment"},
     {"Thông báo dừng giải quyết", "Stop notice"},
     {"Phiếu kiểm soát quá trình", "Control slip"},
     {"Sổ theo dõi hồ sơ", "Register"},
     {"Danh sách bàn giao hồ sơ", "Hand-over list"},
     {"Phiếu tiếp nhận trắng dùng khi sự cố", "Blank receipt for an outage"},
     {"Danh sách số đã dùng, hỏng và thiếu", "List of used, spoilt and missing numbers"}}};
constexpr std::array<Pair, 5> cause_names{{{"mất điện", "power cut"},
                                           {"mất mạng", "network down"},
                                           {"máy hoặc phần mềm hỏng", "machine or software broken"},
                                           {"thiên tai, hỏa hoạn", "disaster, fire"},
                                           {"lý do khác", "another reason"}}};
constexpr std::array<Pair, 5> code_state_names{{{"chưa ghi kết cục", "not settled"},
                                                {"đã dùng", "used"},
                                                {"hỏng", "spoilt"},
                                                {"thiếu", "missing"},
                                                {"không dùng, đã thu lại", "unused, returned"}}};
constexpr std::array<Pair, 4> spoilt_names{{{"viết sai", "written wrong"},
                                            {"in hỏng", "printed badly"},
                                            {"rách, ướt", "torn, wet"},
                                            {"người nộp bỏ về", "the applicant left"}}};
constexpr std::array<Pair, 3> reprint_names{
    {{"kẹt giấy", "paper jam"}, {"mất", "lost"}, {"sửa", "correction"}}};
constexpr std::array<Pair, 11> national_statuses{
    {{"", ""},
     {"Mới đăng ký", "Newly filed"},
     {"Được tiếp nhận", "Received"},
     {"Không được tiếp nhận", "Not received"},
     {"Đang xử lý", "In process"},
     {"Yêu cầu bổ sung giấy tờ", "Documents requested"},
     {"Yêu cầu thực hiện nghĩa vụ tài chính", "Payment requested"},
     {"Công dân yêu cầu rút hồ sơ", "Withdrawal requested"},
     {"Dừng xử lý", "Stopped"},
     {"Đã xử lý xong", "Settled"},
     {"Đã trả kết quả", "Result returned"}}};

}  // namespace

RefusalText words_of(const Refusal& refusal, Language language, const Naming& naming) {
    const auto wording = std::find_if(std::begin(wordings), std::end(wordings),
                                      [&](const Wording& one) { return one.code == refusal.code; });
    if (wording == std::end(wordings)) return {std::string(to_string(refusal.code)), {}};
    const bool vi = language == Language::vi;
    bool empty = false;
    return {std::string(vi ? wording->title_vi : wording->title_en),
            filled(vi ? wording->detail_vi : wording->detail_en, refusal, language, naming, empty)};
}

std::string_view name_of(EventType type, Language language) { return pick(event_names, type, language); }
std::string_view name_of(CommandKind kind, Language language) { return pick(command_names, kind, language); }
std::string_view name_of(ActionKind kind, Language language) {
    return pick(action_kind_names, kind, language);
}
std::string_view name_of(DeadlineKind kind, Language language) {
    return pick(deadline_names, kind, language);
}
std::string_view name_of(Timeliness timeliness, Language language) {
    return pick(timeliness_names, timeliness, language);
}
std::string_view name_of(RunningClock clock, Language language) { return pick(clock_names, clock, language); }
std::string_view name_of(Verdict verdict, Language language) {
    return pick(verdict_names, verdict, language);
}
std::string_view name_of(StepKind kind, Language language) { return pick(step_kind_names, kind, language); }
std::string_view name_of(Ending ending, Language language) { return pick(ending_names, ending, language); }
std::string_view name_of(Channel channel, Language language) {
    return pick(channel_names, channel, language);
}
std::string_view name_of(Mark mark, Language language) { return pick(mark_names, mark, language); }
std::string_view name_of(PaperForm form, Language language) { return pick(paper_names, form, language); }
std::string_view name_of(NonconformitySource source, Language language) {
    return pick(nonconformity_sources, source, language);
}

std::string_view name_of(AuditTick tick, Language language) { return pick(audit_tick_names, tick, language); }

std::string_view name_of(NonconformityState state, Language language) {
    return pick(nonconformity_states, state, language);
}

std::string_view name_of(ReprintReason reason, Language language) {
    return pick(reprint_names, reason, language);
}
std::string_view name_of(OutageCause cause, Language language) { return pick(cause_names, cause, language); }
std::string_view name_of(CodeState state, Language language) {
    return pick(code_state_names, state, language);
}
std::string_view name_of(SpoiltReason reason, Language language) {
    return pick(spoilt_names, reason, language);
}
std::string_view name_of_national_status(int status, Language language) {
    return status < 0 ? std::string_view() : pick(national_statuses, status, language);
}

std::string role_name(const Naming& naming, std::string_view role, Language language) {
    const auto* known = naming.office != nullptr ? naming.office->role(role) : nullptr;
    return or_id(known != nullptr ? in(language, known->names) : "", role);
}
std::string unit_name(const Naming& naming, std::string_view unit, Language language) {
    const auto* known = naming.office != nullptr ? naming.office->unit(unit) : nullptr;
    return or_id(known != nullptr ? in(language, known->names) : "", unit);
}
std::string step_name(const Naming& naming, std::string_view step, Language language) {
    const auto* known = naming.procedure != nullptr ? naming.procedure->step(step) : nullptr;
    return or_id(known != nullptr ? in(language, known->names) : "", step);
}
std::string party_name(const Naming& naming, std::string_view party, Language language) {
    if (naming.procedure != nullptr)
        for (const auto& step : naming.procedure->steps)
            for (const auto& consult : step.consults)
                if (consult.party == party) return or_id(in(language, consult.names), party);
    return std::string(party);
}

}  // namespace motcua::procedures

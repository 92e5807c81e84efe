#include "server/papers/checkpoint_slip.hpp"

#include "server/papers/wording.hpp"
#include "storage/proofs/checkpoint.hpp"

namespace motcua::server {

Paper checkpoint_slip(const CheckpointSlip& slip) {
    const auto says = storage::read_note(slip.note).value();
    Paper paper;
    paper.size = PaperSize::a5;
    paper.superior = slip.office.superior.vi;
    paper.office = slip.office.names.vi;
    paper.place_date = wording::moment(slip.at);
    paper.title = "PHIẾU ĐIỂM KIỂM NHẬT KÝ";
    paper.copies = {""};
    paper.issued_at = procedures::format_instant(slip.at);
    paper.training = slip.training;
    auto& page = paper.pages.emplace_back();
    page.blocks = {
        PaperPoint{"Nhật ký", says.origin, true},
        PaperPoint{"Số sự kiện đã ký", std::to_string(says.head.size), true},
        PaperPoint{"Gốc của cây", storage::to_base64(storage::bytes_of(says.head.root)), true},
        PaperTable{{{"Điểm kiểm đã ký, từng chữ (cũng trong mã QR)", 1, false}}, {{slip.note}}},
        PaperQr{slip.note, "Mã QR có nguyên văn điểm kiểm đã ký"},
        PaperPoint{"Khóa công khai", slip.key},
        PaperText{"Cách đối chiếu: giữ phiếu này ngoài cơ quan. Khi cần, quét mã QR hoặc gõ lại điểm kiểm "
                  "vào một tệp "
                  "rồi chạy: motcua audit verify --data THƯ-MỤC --checkpoint TỆP --key KHÓA (hoặc python3 "
                  "motcua_verify.py --journal journal.db --checkpoint TỆP --key KHÓA). Số sự kiện và gốc của "
                  "cây khớp thì "
                  "không sự kiện nào trước điểm này đã bị sửa, xóa hay chèn; không khớp thì chương trình nêu "
                  "tên chỗ sai."}};
    page.signatures = {{"NGƯỜI IN", "(Ký, ghi rõ họ tên)", slip.by},
                       {"NGƯỜI GIỮ", "(Ký, ghi rõ họ tên)", ""}};
    fit(paper);
    return paper;
}

}  // namespace motcua::server

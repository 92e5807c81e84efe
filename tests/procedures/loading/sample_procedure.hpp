// The smallest whole procedure, for tests that break it.
#pragma once

#include <string>

namespace motcua::procedures {

inline std::string sample_procedure() {
    return R"(
id = "mau"
name_vi = "Thủ tục mẫu"
name_en = "Sample"
field_vi = "Mẫu"
field_en = "Sample"
authority = "own"
decided_by_vi = "Ban Quản lý"
decided_by_en = "The authority"
legal_basis = ["Luật mẫu"]
in_force_from = 2021-01-01
online_level = "full"
applicants_vi = ["Doanh nghiệp"]

[iso]
code = "QT-00"
issue = 1

[result]
name_vi = "Kết quả"
name_en = "Result"

[retention]
years = 10

[[attribute]]
id = "group"
kind = "choice"
name_vi = "Nhóm"
name_en = "Group"
[[attribute.choice]]
id = "one"
name_vi = "Một"
name_en = "One"
[[attribute.choice]]
id = "two"
name_vi = "Hai"
name_en = "Two"

[[limit]]
stage = "giai-quyet"
name_vi = "Giải quyết"
name_en = "Settle"
count = 3
unit = "working_day"
owed_by = "authority"
when = { group = ["one"] }
basis = "Luật mẫu Điều 1"

[[limit]]
stage = "giai-quyet"
name_vi = "Giải quyết"
name_en = "Settle"
count = 5
unit = "working_day"
owed_by = "authority"
when = { group = ["two"] }
basis = "Luật mẫu Điều 1"

[[document]]
id = "don"
name_vi = "Đơn"
name_en = "Application"
originals = 1

[supplement]
basis = "luật"

[[step]]
id = "nop"
kind = "submitted"
name_vi = "Nộp"
name_en = "Filing"
role = "clerk"
unit = "mot-cua"
budget = { working_minutes = 240 }
inputs = ["ho-so"]
public_vi = "Mới"
public_en = "New"
national_status = 1
[[step.action]]
kind = "receive"
name_vi = "Tiếp nhận"
name_en = "Receive"
to = "xu-ly"
requires = ["documents_checked"]

[[step]]
id = "xu-ly"
kind = "working"
name_vi = "Xử lý"
name_en = "Work"
role = "officer"
unit = "phong"
stage = "giai-quyet"
budget = { working_minutes = 1200 }
public_vi = "Đang xử lý"
public_en = "In process"
national_status = 4
[[step.action]]
kind = "finish"
name_vi = "Xong"
name_en = "Finish"
to = "tra"
[[step.action]]
kind = "issue_supplement"
name_vi = "Bổ sung"
name_en = "Supplement"
to = "cho"

[[step]]
id = "cho"
kind = "held"
name_vi = "Chờ"
name_en = "Wait"
role = "clerk"
unit = "mot-cua"
legal_ground = "NĐ 118/2025/NĐ-CP Điều 19 khoản 5"
public_vi = "Bổ sung"
public_en = "Supplement"
national_status = 5
[[step.action]]
kind = "complete_supplement"
name_vi = "Đủ"
name_en = "Complete"
to = "xu-ly"

[[step]]
id = "tra"
kind = "finished"
name_vi = "Trả"
name_en = "Return"
role = "clerk"
unit = "mot-cua"
public_vi = "Xong"
public_en = "Done"
national_status = 9
[[step.action]]
kind = "return_result"
name_vi = "Trả"
name_en = "Return"
to = "da-tra"

[[step]]
id = "da-tra"
kind = "closed"
name_vi = "Đã trả"
name_en = "Returned"
role = "clerk"
unit = "mot-cua"
ending = "returned"
public_vi = "Đã trả"
public_en = "Returned"
national_status = 10

[[step]]
id = "da-rut"
kind = "closed"
name_vi = "Đã rút"
name_en = "Withdrawn"
role = "clerk"
unit = "mot-cua"
ending = "withdrawn"
public_vi = "Đã rút"
public_en = "Withdrawn"
national_status = 7

[[everywhere]]
kind = "withdraw"
name_vi = "Rút"
name_en = "Withdraw"
to = "da-rut"
role = "head"
unit = "phong"
from_kinds = ["working", "held"]
requires = ["withdrawal_request", "reason"]
)";
}

}  // namespace motcua::procedures

// Parts of a definition as an official would say them, in Vietnamese: "15 ngày làm việc", "im lặng không là đồng ý".
#pragma once

#include "procedures/definition/procedure.hpp"

#include <string>
#include <string_view>

namespace motcua::procedures {

std::string_view spoken(LimitUnit unit);
std::string spoken(const Allowance& allowance);
std::string spoken(LocalDate date);
std::string_view spoken(StepKind kind);
std::string_view spoken(Requirement requirement);
std::string_view spoken(Ending ending);
std::string_view spoken(FeeMoment moment);
std::string_view spoken(Silence silence);
std::string spoken(const Budget& budget);
/// "project_group = I hoặc II và capital ≥ 100"; empty for a condition that always holds.
std::string spoken(const Condition& condition);
/// The same in the words of the procedure: "Nhóm dự án: A hoặc B và Tổng vốn (tỷ đồng): từ 100".
std::string spoken(const Condition& condition, const Procedure& procedure);
/// " [khi …]", or nothing.
std::string spoken_case(const Condition& condition);
/// " (sourced: Luật …; ghi chú)", or nothing.
std::string spoken_standing(const Standing& standing);

}  // namespace motcua::procedures

#include "server/reports/audit_sample.hpp"

#include "storage/proofs/hash.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

namespace motcua::server::reports {

using procedures::Language;
using storage::Seq;

namespace {

std::string said(Language language, std::string_view vi, std::string_view en) {
    return std::string(language == Language::en ? en : vi);
}

/// Where a dossier stands in the draw: nobody can choose it, and everybody can compute it.
std::string lot_of(const std::string& seed, Seq dossier) {
    return std::string(storage::bytes_of(storage::sha256({seed, ":", std::to_string(dossier)})));
}

}  // namespace

std::string_view to_string(Drawn::Why why) {
    switch (why) {
        case Drawn::Why::late: return "late";
        case Drawn::Why::refused: return "refused";
        default: return "drawn";
    }
}

std::vector<Drawn> draw(const SampleQuestion& question, const std::vector<Account>& accounts,
                        Instant cut_off) {
    std::vector<Drawn> drawn;
    std::map<std::string, std::vector<std::pair<std::string, const Account*>>>
        others;  // by procedure: lot, dossier
    for (const auto& account : accounts) {
        if (!account.is_counted() || !account.settled || *account.settled < question.period.begin() ||
            *account.settled >= cut_off || question.own_units.contains(account.unit))
            continue;
        if (account.is_late())
            drawn.push_back({&account, Drawn::Why::late});
        else if (account.outcome.starts_with("refused_"))
            drawn.push_back({&account, Drawn::Why::refused});
        else
            others[account.procedure].emplace_back(lot_of(question.seed, account.dossier), &account);
    }
    for (auto& [procedure, lots] : others) {
        std::sort(lots.begin(), lots.end());
        lots.resize(std::min(lots.size(), question.per_procedure));
        for (const auto& [lot, account] : lots) drawn.push_back({account, Drawn::Why::drawn});
    }
    std::sort(drawn.begin(), drawn.end(), [](const Drawn& a, const Drawn& b) {
        return std::tie(a.account->procedure, a.account->dossier) <
               std::tie(b.account->procedure, b.account->dossier);
    });
    return drawn;
}

Table sample_of(const SampleQuestion& question, const Material& material, const std::vector<Drawn>& drawn) {
    const auto language = question.language;
    const auto& law = *material.law;
    Table table;
    table.name = "audit-sample";
    table.title = said(language, "Mẫu đánh giá nội bộ", "Sample of the internal audit");
    table.definition = fmt::format(
        "Dossiers settled in the period: all that were late or refused, and of each procedure the {} with "
        "the smallest "
        "SHA-256 of \"seed:number\", the number being the event that filed it; none of the auditor's own "
        "units.",
        question.per_procedure);
    table.row_title = said(language, "Mã hồ sơ", "Code");
    table.filter = {
        {said(language, "Từ ngày", "From"), procedures::format_date(question.period.from)},
        {said(language, "Đến ngày", "To"), procedures::format_date(question.period.to)},
        {said(language, "Hạt giống", "Seed"), question.seed},
        {said(language, "Dữ liệu đến", "Data as of"),
         fmt::format("{} (#{})", procedures::format_instant(material.as_of.time), material.as_of.seq)}};
    struct Head {
        const char* id;
        std::string_view vi, en;
    };
    for (const auto& head :
         {Head{"number", "Số lưu", "Number"}, Head{"procedure", "Thủ tục", "Procedure"},
          Head{"unit", "Đơn vị", "Unit"}, Head{"why", "Lý do chọn", "Why"},
          Head{"received", "Tiếp nhận", "Received"}, Head{"last_day", "Ngày hết hạn", "Last day"},
          Head{"settled", "Giải quyết xong", "Settled"},
          Head{"in_time", "Kết quả đúng hạn", "Result in time"},
          Head{"steps_late", "Số bước quá thời gian", "Steps over their time"},
          Head{"supplements", "Số lần bổ sung", "Supplements"},
          Head{"supplement_once", "Bổ sung không quá một lần", "Supplement at most once"}})
        table.columns.push_back({head.id, said(language, head.vi, head.en), "", false});
    std::unordered_map<Seq, std::int64_t> late_steps;
    for (const auto& charge : material.charges) late_steps[charge.dossier] += charge.is_late ? 1 : 0;
    const auto tick = [&](bool holds) {
        return said(language, holds ? "Đạt" : "Không đạt", holds ? "yes" : "no");
    };
    for (const auto& [account, why] : drawn) {
        const auto* version = law.version(account->version);
        const auto* unit = law.office->unit(account->unit);
        const auto code = material.codes.find(account->dossier);
        Row row;
        row.id = std::to_string(account->dossier);
        row.name = code != material.codes.end() ? code->second : row.id;
        row.cells = {static_cast<std::int64_t>(account->dossier),
                     version != nullptr ? in(language, version->names) : account->procedure,
                     unit != nullptr ? in(language, unit->names) : account->unit,
                     why == Drawn::Why::late      ? said(language, "Quá hạn", "late")
                     : why == Drawn::Why::refused ? said(language, "Từ chối", "refused")
                                                  : said(language, "Rút thăm", "drawn"),
                     account->received,
                     account->legal_end
                         ? Cell(procedures::local_date(*account->legal_end - std::chrono::milliseconds{1}))
                         : Cell(),
                     *account->settled,
                     tick(!account->is_late()),
                     late_steps[account->dossier],
                     static_cast<std::int64_t>(account->held.size()),
                     tick(account->held.size() <= 1)};
        table.rows.push_back(std::move(row));
    }
    table.notes.push_back(said(language,
                               "Thành phần hồ sơ, ý kiến phối hợp, người ký và chữ ký bàn giao: xem dòng sự "
                               "kiện và phiếu kiểm soát của từng "
                               "hồ sơ.",
                               "Documents, opinions, the signer and signatures of hand-over: see each "
                               "dossier's timeline and control slip."));
    return table;
}

}  // namespace motcua::server::reports

// …/dossiers/{dossier}/audit-pack: all that there is of one dossier in one archive, to be judged elsewhere and without this
// program. That it left is journaled before it does.
#include "procedures/dossier/fields.hpp"
#include "server/archive.hpp"
#include "server/dossier_json.hpp"
#include "server/lists.hpp"
#include "server/papers/audit_summary.hpp"
#include "server/papers/paper_html.hpp"
#include "server/papers/paper_pdf.hpp"
#include "server/papers/papers.hpp"
#include "server/people.hpp"
#include "server/verifier_script.hpp"
#include "storage/proofs/pack.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace motcua::server {

namespace fields = procedures::fields;
using procedures::Command;
using procedures::CommandKind;
using procedures::EventType;

namespace {

/// What one answer may weigh; contents beyond it stay out and are named with their digest.
constexpr std::size_t largest_contents = 256U << 20U;

/// A content of the dossier as an event names it.
struct Named {
    PackedContent told;
    std::string content;
};

std::string plain_ending(const std::string& name) {
    const auto dot = name.rfind('.');
    std::string ending = dot == std::string::npos ? "" : name.substr(dot + 1);
    const bool is_plain =
        !ending.empty() && ending.size() <= 5 && std::all_of(ending.begin(), ending.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        });
    return is_plain ? ending : "bin";
}

std::vector<Named> named_contents(const std::vector<storage::Projected>& events, Language language) {
    std::vector<Named> out;
    for (const auto& told : events) {
        if (told.event.type != EventType::file_added) continue;
        std::string name(fields::text_or(told.event.personal, "name"));
        const auto file = fmt::format("tep/{}.{}", told.seq, plain_ending(name));
        out.push_back(
            {{told.seq, file, std::move(name), std::string(fields::text_or(told.event.personal, "digest"))},
             {}});
    }
    for (const auto& paper : kept_papers(events)) {
        const auto name = fmt::format("{} {}/{}", name_of(paper.form, language), paper.number, paper.year);
        out.push_back({{paper.id, fmt::format("giay-to/{}.html", paper.id), name, paper.digest}, {}});
        if (!paper.pdf_digest.empty())
            out.push_back(
                {{paper.id, fmt::format("giay-to/{}.pdf", paper.id), name + " (PDF)", paper.pdf_digest}, {}});
    }
    return out;
}

/// What cannot be read has raised its alarm and is named as missing.
engine::Awaitable<void> fetch(Asked& asked, const std::string& dossier, std::vector<Named>& contents) {
    std::size_t weight = 0;
    for (auto& one : contents) {
        if (one.told.digest.empty()) {
            one.told.file.clear();
            continue;
        }
        auto content = co_await kept_content(asked, dossier, one.told.event, one.told.digest);
        auto* bytes = std::get_if<std::string>(&content);
        if (bytes == nullptr || weight + bytes->size() > largest_contents) {
            one.told.file.clear();
            one.told.name += bytes == nullptr ? " (mất hoặc hỏng)" : " (quá lớn, lấy riêng)";
            continue;
        }
        weight += bytes->size();
        one.content = std::move(*bytes);
    }
}

std::string read_me(const std::string& code, const storage::Pack& proof, std::size_t files) {
    const auto checkpoint = storage::read_note(proof.note);
    return fmt::format(
        R"(Gói đánh giá hồ sơ {0}
Audit pack of dossier {0}

{1} sự kiện với chứng minh rằng chúng nằm trong {2} sự kiện đầu mà {3} đã ký, và {4} tệp mà các sự kiện đó nêu.
{1} events with the proof that they are among the first {2} which {3} signed, and {4} files that they name.

Kiểm tra bằng Python 3.9 trở lên, không cần mạng, không cần gói nào khác, trong thư mục này:
Verify with Python 3.9 or later, no network, no package, in this folder:

    python3 -I chung-minh/motcua_verify.py --pack chung-minh --files tep --files giay-to

Thêm --key TỆP với khóa công khai mà quý vị giữ từ trước: nếu không, khóa trong chung-minh/keys.txt được tin.
Add --key FILE with a published key that you kept from before: otherwise chung-minh/keys.txt is trusted.

tom-tat.html      tóm tắt: thời hạn, tiến trình, ai đã giữ hồ sơ / summary: dates, timeline, who held it
tom-tat.pdf       cùng nội dung, để in / the same, to be printed
cach-tinh.json    cách tính từng ngày hẹn / how each date came about
su-kien.jsonl     các sự kiện, mỗi dòng một sự kiện / the events, one a line
tep/              tệp của hồ sơ, tên là số sự kiện / the dossier's files, named after their event
giay-to/          giấy tờ như đã in / papers as they were printed
chung-minh/       chứng minh, điểm kiểm đã ký, khóa, chương trình kiểm tra / proof, checkpoint, keys, verifier

Gói có dữ liệu cá nhân của hồ sơ này; không có gì của hồ sơ khác.
The pack holds personal data of this dossier; nothing of others.
)",
        code, proof.events.size(), checkpoint->head.size, checkpoint->origin, files);
}

engine::Awaitable<engine::Answer> tell_export(Asked& asked, const std::string& dossier, std::size_t events) {
    Command command;
    command.kind = CommandKind::record_export;
    command.actor = asked.actor;
    command.args = {{"what", "audit_pack"},
                    {"count", static_cast<std::int64_t>(events)},
                    {"dossier", dossier},
                    {"personal", true}};
    co_return co_await asked.engine().submit(std::move(command));
}

}  // namespace

engine::Awaitable<Response> read_audit_pack(Asked& asked) {
    auto seen = co_await dossier_for(asked);
    if (auto* no = std::get_if<Response>(&seen)) co_return std::move(*no);
    const auto snapshot = std::get<engine::DossierSnapshot>(std::move(seen));
    const auto& dossier = snapshot.dossier();
    const auto* version = snapshot.law->version(dossier.version);
    const auto events = co_await events_of(asked, snapshot, [](EventType) { return true; });
    auto told = co_await tell_export(asked, dossier.id, events.size());
    if (!told.done()) co_return problem(told, asked.language, naming_of(snapshot));
    const auto checkpoint = co_await asked.engine().checkpoint();
    if (!checkpoint) co_return problem(Fault::no_signing_key, asked.language);

    auto contents = named_contents(events, asked.language);
    co_await fetch(asked, dossier.id, contents);
    const auto people = co_await names_of_people(asked);
    const auto explanation = explanation_json(snapshot, asked.now, asked.language);
    const auto naming = naming_of(snapshot);
    const auto code = dossier.code.empty() ? dossier.id : dossier.code;
    std::string archive;
    co_await asked.engine().run_blocking([&] {
        const auto journal = asked.api.ports().journal();
        const auto proof = storage::make_pack(*journal, snapshot.stored->head, *checkpoint);
        const auto handovers = asked.api.readers().lend()->control_slip(dossier.id).handovers;
        std::vector<std::string> lines;
        for (const auto& line : explanation.at("text").as_array()) lines.emplace_back(line.as_string());
        std::vector<PackedContent> listed;
        for (const auto& one : contents) listed.push_back(one.told);
        const auto summary = audit_summary({*snapshot.law, dossier, events, handovers, people, lines, listed,
                                            checkpoint->note, asked.now, name_in(people, asked.actor.person),
                                            asked.api.options().demonstration || !version->is_approved()});

        ZipWriter zip(asked.now);
        std::size_t files = 0;
        for (const auto& one : contents) {
            if (one.told.file.empty()) continue;
            zip.add(one.told.file, one.content);
            ++files;
        }
        // The folders that the instructions name, also of a dossier without files.
        zip.add_folder("tep");
        zip.add_folder("giay-to");
        zip.add("README.txt", read_me(code, proof, files));
        zip.add("tom-tat.html", paper_html(summary));
        zip.add("tom-tat.pdf", paper_pdf(summary));
        zip.add("cach-tinh.json", boost::json::serialize(explanation));
        std::string log;
        for (const auto& event : events)
            log += boost::json::serialize(event_json(event, naming, asked.language)) + "\n";
        zip.add("su-kien.jsonl", log);
        zip.add("chung-minh/pack.json", storage::to_text(proof));
        zip.add("chung-minh/checkpoint.txt", proof.note);
        zip.add("chung-minh/keys.txt", asked.engine().published().office()->signing_key + "\n");
        zip.add("chung-minh/motcua_verify.py", verifier_script());
        archive = zip.take();
    });
    Response response;
    response.content_type = "application/zip";
    response.fields.emplace_back("Content-Disposition",
                                 fmt::format("attachment; filename=\"ho-so-{}.zip\"", code));
    response.fields.emplace_back("X-Content-Type-Options", "nosniff");
    response.body = std::move(archive);
    co_return response;
}

}  // namespace motcua::server

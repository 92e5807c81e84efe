// The disk fails: answers are as the contract says, memory equals the disk, and work goes on when it can.
#include "tests/faults/faulty_disk.hpp"
#include "tests/faults/installation.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

namespace motcua::tests {

using engine::Answer;
using engine::Writer;
using storage::FaultyDisk;

namespace {

/// A writer over SQLite without threads, for a disk that is spoilt between two commands.
struct ThreadlessDesk {
    explicit ThreadlessDesk(Installation& installation)
        : journal(installation.folder / "journal.db"),
          writer({journal, installation.clock, installation.random, engine::silent_log(), published, {}},
                 demonstration()) {
        writer.adopt(law_of_config(), setup);
    }
    static engine::WriterOptions demonstration() {
        engine::WriterOptions options;
        options.demonstration = true;
        return options;
    }

    storage::SqliteJournal journal;
    engine::Published published;
    Writer writer;
};

/// A disk of its own, in memory, that only this process sees; nothing where the system forbids it.
class SmallDisk {
public:
    SmallDisk(const std::filesystem::path& folder, const char* size) : folder_(folder) {
        if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
            return;
        is_mounted_ = mount("none", folder.c_str(), "tmpfs", 0, size) == 0;
    }
    ~SmallDisk() {
        if (is_mounted_) umount2(folder_.c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;

    bool is_mounted() const { return is_mounted_; }

    /// Writes until nothing fits, then gives `left` bytes back.
    void fill(off_t left) const {
        const int file = open(ballast().c_str(), O_CREAT | O_WRONLY, 0600);
        const std::array<char, 4096> block{};
        while (write(file, block.data(), block.size()) > 0) {
        }
        EXPECT_EQ(ftruncate(file, lseek(file, 0, SEEK_END) - left), 0);
        close(file);
    }
    void free() const { std::filesystem::remove(ballast()); }

private:
    std::filesystem::path ballast() const { return folder_ / "ballast"; }

    std::filesystem::path folder_;
    bool is_mounted_ = false;
};

}  // namespace

// Journal and views share the disk that runs full.
TEST(Disk, FullOnAMountedDiskLosesNothingAndWorkGoesOnWhenThereIsSpace) {
    Installation installation;
    const SmallDisk disk(installation.folder, "size=64m");
    if (!disk.is_mounted())
        GTEST_SKIP() << "no disk can be mounted here; the next test limits the file instead";
    installation.start();
    ASSERT_TRUE(installation.tell(installation.submission()).done());
    disk.fill(300'000);

    std::size_t done = 1;
    Answer answer;
    while ((answer = installation.tell(installation.submission())).done()) ++done;
    EXPECT_EQ(answer.kind, Answer::Kind::not_done);
    EXPECT_GT(done, 1U);
    EXPECT_EQ(installation.engine->status().dossiers, done);
    EXPECT_EQ(installation.tell(installation.submission()).kind, Answer::Kind::not_done);

    disk.free();
    EXPECT_TRUE(installation.tell(installation.submission()).done());
    EXPECT_EQ(installation.count(procedures::EventType::submitted), done + 1);
    installation.check();
    installation.stop();
    installation.start();
    EXPECT_EQ(installation.engine->status().dossiers, done + 1);
    installation.check();
    installation.stop();
}

// The limit on file sizes stands for a full disk where none can be mounted.
TEST(Disk, FullMeansNotDoneAndWorkGoesOnWhenThereIsSpace) {
    Installation installation;
    installation.start();
    const auto old = signal(SIGXFSZ, SIG_IGN);
    const auto size = std::filesystem::file_size(installation.folder / "journal.db-wal");
    rlimit limit{};
    getrlimit(RLIMIT_FSIZE, &limit);
    const rlimit little{size + 100'000, limit.rlim_max};
    setrlimit(RLIMIT_FSIZE, &little);

    std::size_t done = 0;
    Answer answer;
    while ((answer = installation.tell(installation.submission())).done()) ++done;
    EXPECT_EQ(answer.kind, Answer::Kind::not_done);
    EXPECT_EQ(installation.engine->status().dossiers, done);
    EXPECT_EQ(installation.tell(installation.submission()).kind, Answer::Kind::not_done);
    EXPECT_TRUE(installation.engine->status().ready());

    setrlimit(RLIMIT_FSIZE, &limit);
    signal(SIGXFSZ, old);
    EXPECT_TRUE(installation.tell(installation.submission()).done());
    EXPECT_EQ(installation.count(procedures::EventType::submitted), done + 1);
    installation.check();
}

TEST(Disk, AFailingWriteLeavesNothing) {
    Installation installation;
    FaultyDisk disk;
    ThreadlessDesk desk(installation);
    const auto filed = desk.writer.process(installation.submission());
    disk.fail_writes(0);
    EXPECT_EQ(desk.writer.process(installation.receipt(filed.receipt.dossier)).kind, Answer::Kind::not_done);
    EXPECT_TRUE(desk.published.find(filed.receipt.dossier)->stored->dossier.code.empty());
    EXPECT_EQ(desk.published.head(), desk.journal.head());

    disk.mend();
    const auto code = desk.writer.process(installation.receipt(filed.receipt.dossier)).receipt.code;
    EXPECT_EQ(code.substr(code.size() - 4), "0001");
}

TEST(Disk, AFailingSyncAnswersNobodyUntilItIsCovered) {
    Installation installation;
    FaultyDisk disk;
    ThreadlessDesk desk(installation);
    const auto filed = desk.writer.process(installation.submission());
    disk.fail_syncs();
    EXPECT_EQ(desk.writer.process(installation.receipt(filed.receipt.dossier, "k")).kind,
              Answer::Kind::outcome_unknown);
    EXPECT_EQ(desk.writer.health(), Writer::Health::storage_doubtful);
    EXPECT_EQ(desk.writer.process(installation.submission()).kind, Answer::Kind::not_done);
    EXPECT_TRUE(desk.published.find(filed.receipt.dossier)->stored->dossier.code.empty());

    disk.mend();
    EXPECT_TRUE(desk.writer.process(installation.receipt(filed.receipt.dossier, "k")).done());
    EXPECT_EQ(desk.writer.health(), Writer::Health::ready);
    EXPECT_EQ(installation.count(procedures::EventType::received), 1U);
    EXPECT_EQ(installation.count(procedures::EventType::storage_recovered), 1U);
}

// Whether the batch survived is for the restart to find out; the key tells whoever asks again.
TEST(Disk, AFailingSyncAndThenAKillIsKnownByItsKey) {
    Installation installation;
    std::array<int, 2> ends{};
    ASSERT_EQ(pipe(ends.data()), 0);
    const auto child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        FaultyDisk disk;
        ThreadlessDesk desk(installation);
        const auto filed = desk.writer.process(installation.submission("filed"));
        disk.fail_syncs();
        const auto answer = desk.writer.process(installation.receipt(filed.receipt.dossier, "received"));
        const auto line = filed.receipt.dossier + (answer.kind == Answer::Kind::outcome_unknown ? "?" : "!");
        if (write(ends[1], line.data(), line.size()) < 0) _exit(1);
        kill(getpid(), SIGKILL);
    }
    close(ends[1]);
    std::array<char, 64> block{};
    const auto got = read(ends[0], block.data(), block.size());
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_EQ(got, 27);
    EXPECT_EQ(block[26], '?');
    const std::string dossier(block.data(), 26);

    installation.start();
    installation.check();
    EXPECT_TRUE(installation.tell(installation.submission("filed")).receipt.repeated);
    EXPECT_TRUE(installation.tell(installation.receipt(dossier, "received")).done());
    EXPECT_EQ(installation.count(procedures::EventType::received), 1U);
    installation.check();
}

}  // namespace motcua::tests

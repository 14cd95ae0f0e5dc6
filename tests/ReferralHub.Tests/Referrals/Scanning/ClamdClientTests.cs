using System.Text;
using ReferralHub.Platform;
using ReferralHub.Referrals.Documents.Scanning;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Referrals.Scanning;

/// <summary>Only a scanner that has had all of a file and says in its own words that it is well makes it clean.</summary>
public sealed class ClamdClientTests
{
    [Theory]
    [InlineData("stream: OK", true, ScanStatus.Clean, null)]
    [InlineData("stream: OK\n", true, ScanStatus.Clean, null)]
    [InlineData("stream: OK", false, ScanStatus.Failed, null)]
    [InlineData("stream: OKAY", true, ScanStatus.Failed, null)]
    [InlineData("stream: Eicar-Test-Signature FOUND", true, ScanStatus.Infected, "Eicar-Test-Signature")]
    [InlineData("stream: Win.Test FOUND", false, ScanStatus.Infected, "Win.Test")]
    [InlineData("stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND", true, ScanStatus.TooLarge, null)]
    [InlineData("INSTREAM size limit exceeded. ERROR", false, ScanStatus.TooLarge, null)]
    [InlineData("stream: Can't allocate memory ERROR", true, ScanStatus.Failed, null)]
    [InlineData("OK", true, ScanStatus.Failed, null)]
    [InlineData("", true, ScanStatus.Failed, null)]
    [InlineData("UNKNOWN COMMAND", true, ScanStatus.Failed, null)]
    public void Answer_OfEachKind_IsTakenForWhatItSays(string answer, bool isWhole, ScanStatus status, string? signature) =>
        ScanAnswer.Parse(answer, isWhole).ShouldBe(new(status, signature));

    [Theory]
    [InlineData("tcp://127.0.0.1:3310")]
    [InlineData("tcp://localhost:3310")]
    [InlineData("tcp://[::1]:3310")]
    [InlineData("unix:///run/clamav/clamd.ctl")]
    public void Address_OnThisMachine_IsTaken(string address) => ScannerAddress.Parse(address).Fault.ShouldBeNull();

    [Theory]
    [InlineData("tcp://10.0.0.7:3310", "cross a network")]
    [InlineData("tcp://scanner.example:3310", "cross a network")]
    [InlineData("tcp://127.0.0.1", "neither")]
    [InlineData("http://127.0.0.1:3310", "neither")]
    [InlineData("unix://", "neither")]
    [InlineData("127.0.0.1:3310", "neither")]
    public void Address_ElsewhereOrNone_IsRefusedInWords(string address, string word) =>
        ScannerAddress.Parse(address).Fault.ShouldNotBeNull().ShouldContain(word);

    [Fact]
    public async Task Start_WithAScannerOnAnotherMachine_IsRefused() =>
        (
            await Should.ThrowAsync<ReferralHub.Server.SettingsException>(() =>
                TestHub.StartAsync("web", set: s => s.Scanner.Address = "tcp://10.0.0.7:3310")
            )
        ).Message.ShouldContain("Scanner:Address");

    [Fact]
    public async Task Scan_OfCleanAndOther_SaysWhich()
    {
        await using var scanner = new FakeScanner();
        var client = Create(scanner.Address);

        (await client.ScanAsync(Encoding.UTF8.GetBytes("a letter"), CancellationToken.None)).Status.ShouldBe(ScanStatus.Clean);
        // More than one chunk, with what is looked for at the end.
        var large = new byte[200_000];
        Encoding.UTF8.GetBytes(FakeScanner.Marker, large.AsSpan(199_000));
        (await client.ScanAsync(large, CancellationToken.None)).ShouldBe(new(ScanStatus.Infected, FakeScanner.Signature));
        (await client.AskVersionAsync(CancellationToken.None)).ShouldStartWith("ClamAV 9.9.9/12345/");
    }

    [Fact]
    public async Task Scan_OfMoreThanTheScannerTakes_IsTooLarge()
    {
        await using var scanner = new FakeScanner { BytesMax = 1_000 };

        (await Create(scanner.Address).ScanAsync(new byte[50_000], CancellationToken.None)).Status.ShouldBe(ScanStatus.TooLarge);
    }

    [Fact]
    public async Task Scanner_ThatHangsUpWithoutAWord_HasNotScanned()
    {
        await using var scanner = new FakeScanner { IsMute = true };

        (await Create(scanner.Address).ScanAsync(new byte[10], CancellationToken.None)).Status.ShouldBe(ScanStatus.Failed);
    }

    [Fact]
    public async Task Scanner_ThatHangs_IsLeftAfterItsTime()
    {
        await using var scanner = new FakeScanner { Hangs = true };

        (await Create(scanner.Address).ScanAsync(new byte[10], CancellationToken.None)).Status.ShouldBe(ScanStatus.Failed);
    }

    [Fact]
    public async Task Scanner_ThatIsNotThere_IsAway()
    {
        var scanner = new FakeScanner();
        var client = Create(scanner.Address);
        await scanner.DisposeAsync();

        await Should.ThrowAsync<ScannerAwayException>(() => client.ScanAsync(new byte[10], CancellationToken.None));
        await Should.ThrowAsync<ScannerAwayException>(() => client.AskVersionAsync(CancellationToken.None));
    }

    static ClamdClient Create(string address) => new(new HubSettings { Scanner = { Address = address, TimeoutSeconds = 1 } });
}

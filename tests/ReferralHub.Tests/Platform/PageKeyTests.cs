using ReferralHub.Platform;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Platform;

public sealed class PageKeyTests
{
    static readonly Guid Id = Guid.Parse("0198f3a2-0000-7000-8000-00000000000a");

    [Fact]
    public void Text_IsReadBackAsItWasWritten()
    {
        var key = new PageKey(new(2026, 11, 27, 9, 30, 0, DateTimeKind.Utc), Id);

        PageKey.Read(key.ToString()).ShouldBe(key);
        PageKey.Read(key.ToString())!.At.Kind.ShouldBe(DateTimeKind.Utc);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1f")]
    [InlineData("1f.notanid")]
    [InlineData("zz.0198f3a2000070008000000000000000a")]
    [InlineData("ffffffffffffffff.0198f3a200007000800000000000000a")]
    [InlineData("7fffffffffffffff.0198f3a200007000800000000000000a")]
    public void OtherText_IsTheFirstPage(string? text) => PageKey.Read(text).ShouldBeNull();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pages_ShowEachRowOnce_InOrder_ThoughInstantsAreTheSame(bool isDescending)
    {
        var at = new DateTime(2026, 11, 27, 0, 0, 0, DateTimeKind.Utc);
        var rows = Enumerable.Range(0, 20).Select(i => new Row(at.AddMinutes(i / 3), Guid.CreateVersion7())).ToList();
        var seen = new List<Row>();

        for (PageKey? behind = null; ; )
        {
            var page = rows.AsQueryable().Page(r => r.Due, r => r.Key, behind, isDescending).Take(4).ToList();
            if (page.Count == 0)
                break;
            seen.AddRange(page);
            behind = new(page[^1].Due!.Value, page[^1].Key);
        }

        var inOrder = rows.OrderBy(r => r.Due).ThenBy(r => r.Key).ToList();
        if (isDescending)
            inOrder.Reverse();
        seen.ShouldBe(inOrder);
    }

    sealed record Row(DateTime? Due, Guid Key);
}

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Commissioners;

/// <summary>That a body answers for the care of a practice's patients, from a day and perhaps until one.</summary>
public sealed class CommissionedPractice
{
    /// <summary>ODS code of the commissioning body.</summary>
    public required string Body { get; init; }

    public required string Name { get; init; }

    /// <summary>ODS code.</summary>
    public required string Practice { get; init; }

    public DateOnly From { get; init; }

    /// <summary>Last day; null while it goes on.</summary>
    public DateOnly? Until { get; init; }

    public bool IsInForce(DateOnly today) => From <= today && (Until is not { } last || last >= today);

    /// <summary>A row of <c>commissioners.csv</c>; null and a reason where it is wrong.</summary>
    internal static (CommissionedPractice?, string?) Read(Func<string, string> field)
    {
        if (!OdsCode.TryParse(field("body"), out var body))
            return (null, "body is not an ODS code");
        if (!OdsCode.TryParse(field("practice"), out var practice))
            return (null, "practice is not an ODS code");
        if (field("name").Length == 0)
            return (null, "a commissioning body needs its name");
        if (!TryReadDay(field("from"), out var from))
            return (null, "from is not a date (YYYY-MM-DD)");
        DateOnly? until = null;
        if (field("until").Length > 0)
        {
            if (!TryReadDay(field("until"), out var last))
                return (null, "until is not a date (YYYY-MM-DD)");
            if (last < from)
                return (null, "until lies before from");
            until = last;
        }

        return (
            new()
            {
                Body = body.Value,
                Name = field("name"),
                Practice = practice.Value,
                From = from,
                Until = until,
            },
            null
        );
    }

    static bool TryReadDay(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}

sealed class CommissionedPracticeTable : IEntityTypeConfiguration<CommissionedPractice>
{
    public void Configure(EntityTypeBuilder<CommissionedPractice> builder)
    {
        builder.ToTable("commissioned_practice");
        builder.HasKey(c => new
        {
            c.Body,
            c.Practice,
            c.From,
        });
        builder.Property(c => c.Body).HasMaxLength(12);
        builder.Property(c => c.Practice).HasMaxLength(12);
        builder.Property(c => c.Name).HasMaxLength(200);
    }
}

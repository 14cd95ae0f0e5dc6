using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Model;

/// <summary>What one item of care costs.</summary>
/// <param name="List">Id of the price list.</param>
/// <param name="Kind">national, local or unbundled.</param>
/// <param name="Provider">ODS code; null for all.</param>
/// <param name="Tfc">Treatment function code; null for all.</param>
/// <param name="Hrg">Healthcare resource group; null where the price does not hang on it.</param>
/// <param name="IsScaled">Whether the market forces factor of the provider is applied.</param>
public sealed record PriceRow(
    RowPlace Place,
    string List,
    string Kind,
    string? Provider,
    string? Tfc,
    string? Hrg,
    string Pod,
    Money Price,
    bool IsScaled,
    EffectivePeriod Period,
    string Source
)
{
    /// <summary>Why it changes what a month cost that is closed; null where it does not say.</summary>
    public RowCorrection? Corrects { get; init; }

    /// <summary>Name of the price, as offers and postings have it: its list, and from when the row counts.</summary>
    public string Version => FormattableString.Invariant($"{List}@{Period.From:yyyy-MM-dd}");
}

/// <summary>A provider's market forces factor.</summary>
/// <param name="FactorPpm">Parts per million; 1,034,512 is 1.034512.</param>
public sealed record MarketForcesFactor(RowPlace Place, string Provider, long FactorPpm, EffectivePeriod Period, string Source)
{
    /// <summary>As of a price.</summary>
    public RowCorrection? Corrects { get; init; }
}

/// <summary>How much care a referral is expected to lead to.</summary>
/// <param name="Priority">Code of a priority; null for all.</param>
/// <param name="Provider">ODS code; null for all.</param>
/// <param name="QuantityPerMille">Items for a thousand referrals.</param>
public sealed record ExpectedCare(
    RowPlace Place,
    string Tfc,
    string? Priority,
    string? Provider,
    string Pod,
    long QuantityPerMille,
    DateOnly From,
    string Source
);

/// <summary>The days that matter for one month's figures.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Flex">Until when providers report first.</param>
/// <param name="Freeze">Until when they may correct.</param>
/// <param name="Close">From when the month may be closed.</param>
public sealed record CalendarMonth(RowPlace Place, DateOnly Month, DateOnly Flex, DateOnly Freeze, DateOnly Close, DateOnly? PackDue);

/// <summary>Patients of one practice by sex and age on one day.</summary>
/// <param name="Sex">female, male or unknown.</param>
/// <param name="AgeFrom">Years.</param>
/// <param name="AgeTo">Years, included; null for the oldest band.</param>
public sealed record PopulationBand(RowPlace Place, string Practice, DateOnly AsOf, string Sex, int AgeFrom, int? AgeTo, long Patients);

/// <summary>A practice's weighted population.</summary>
public sealed record PracticeNeed(RowPlace Place, string Practice, long WeightedPopulation, DateOnly From, string Source);

using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Reading;

/// <summary>Reads money that several stand together for: the section pools.</summary>
static class PoolRows
{
    const long PerMilleMax = 1_000;
    static readonly string[] Kinds = ["contingency", "risk", "innovation"];
    static readonly string[] Bases = ["need", "list", "equal"];
    static readonly string[] Surpluses = ["back-by-contribution", "back-by-need", "carried-over", "commissioner"];

    public static Pool? Read(RowSection row)
    {
        var pool = new Pool(row.Place, row.Id("id"), row.Word("kind", Kinds))
        {
            Members = row.Ids("members"),
            FundedBy = row.IdOrNull("fundedBy"),
            Contribution = row.AmountOrNull("contribution"),
            Amount = row.AmountOrNull("amount"),
            PerMilleOf = row.IdOrNull("perMilleOf"),
            PerMille = row.WholeOrNull("perMille", 0, PerMilleMax),
            By = row.WordOrNull("by", Bases),
            Covers = ReadCover(row.Part("covers")),
            Underwrites = ReadUnderwriting(row.Part("underwrites")),
            Surplus = row.WordOrNull("surplus", Surpluses),
        };
        CheckMoney(row, pool);
        return row.Finish(() => pool);
    }

    static void CheckMoney(RowSection row, Pool pool)
    {
        if (row.Has("perMille") != row.Has("perMilleOf"))
            row.Fault("perMille", "perMille and perMilleOf belong together: how much of which plan set; write both, or neither");
        if (new[] { "contribution", "amount", "perMille" }.Count(row.Has) > 1)
            row.Fault("amount", "a pool has one of contribution, amount and perMille; take the others out");
        if (row.Has("contribution") && pool.Members.Count == 0)
            row.Fault("contribution", "contribution is what members pay, and there are none; name members, or write amount and fundedBy");
        if (row.Has("by") && !row.Has("contribution"))
            row.Fault("by", "by says how members share their contribution, and there is none; write contribution, or leave by out");
    }

    static PoolCover? ReadCover(RowSection? part)
    {
        if (part is null)
            return null;
        var cover = new PoolCover(part.Id("scope"), part.Amount("perPatientAbove"), part.Whole("sharePerMille", 0, PerMilleMax));
        return part.Finish(() => cover);
    }

    static PoolUnderwriting? ReadUnderwriting(RowSection? part)
    {
        if (part is null)
            return null;
        var underwriting = new PoolUnderwriting(part.Whole("sharePerMille", 0, PerMilleMax), part.Amount("mostPerCase"));
        return part.Finish(() => underwriting);
    }
}

using System.Text.Json;

namespace ReferralHub.Fhir.FhirPath;

/// <summary>
/// The items of a list in turn, or a single value as the only one, or none. Past the end, <see cref="Current"/> is undefined, so
/// that a list and its partner of another length can be gone through together.
/// </summary>
struct ValueItems
{
    readonly bool isList;
    JsonElement single;
    JsonElement.ArrayEnumerator items;

    public ValueItems(JsonElement value)
    {
        isList = value.ValueKind == JsonValueKind.Array;
        if (isList)
            items = value.EnumerateArray();
        else
            single = value;
    }

    public JsonElement Current { get; private set; }

    public bool MoveNext()
    {
        if (isList)
        {
            var hasNext = items.MoveNext();
            Current = hasNext ? items.Current : default;
            return hasNext;
        }

        (Current, single) = (single, default);
        return Current.ValueKind != JsonValueKind.Undefined;
    }
}

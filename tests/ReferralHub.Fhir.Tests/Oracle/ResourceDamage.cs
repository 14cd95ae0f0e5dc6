using System.Text;
using System.Text.Json.Nodes;

namespace ReferralHub.Fhir.Tests.Oracle;

/// <summary>Changes a resource at one place, by chance from a seed, so that it stays JSON and may or may not stay FHIR.</summary>
sealed class ResourceDamage(int seed)
{
    static readonly string[] Values =
    [
        "2026-02-30",
        "2026-11-27",
        "2026-11-27T10:00:00",
        "not a code",
        "active",
        "urn:uuid:XYZ",
        "Patient/1",
        "http://example.org",
        "YQ==",
        " ",
        "x y",
    ];

    readonly Random random = new(seed);

    public byte[] Damage(byte[] resource)
    {
        var root = JsonNode.Parse(resource)!;
        var places = new List<JsonNode>();
        Collect(root, places);
        Change(places[random.Next(places.Count)]);
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    static void Collect(JsonNode node, List<JsonNode> into)
    {
        if (node is JsonObject or JsonArray)
            into.Add(node);
        var children =
            node is JsonObject named ? named.Select(p => p.Value)
            : node is JsonArray list ? list.AsEnumerable()
            : [];
        foreach (var child in children)
            if (child is not null)
                Collect(child, into);
    }

    void Change(JsonNode at)
    {
        if (at is JsonArray list)
            ChangeList(list);
        else if (at is JsonObject { Count: > 0 } item)
            ChangeObject(item);
    }

    void ChangeList(JsonArray list)
    {
        switch (random.Next(3))
        {
            case 0 when list.Count > 0:
                list.Add(list[random.Next(list.Count)]?.DeepClone());
                break;
            case 1 when list.Count > 0:
                list.RemoveAt(random.Next(list.Count));
                break;
            default:
                list.Add(null);
                break;
        }
    }

    void ChangeObject(JsonObject item)
    {
        var name = item.ElementAt(random.Next(item.Count)).Key;
        var value = item[name];
        switch (random.Next(12))
        {
            case 0 or 1 or 8:
                item.Remove(name);
                break;
            case 9 or 10 or 11 when value?.GetValueKind() == System.Text.Json.JsonValueKind.String:
                item[name] = value.GetValue<string>() + "1";
                break;
            case 7:
                item.Remove(name);
                item[name + "X"] = value;
                break;
            case 2:
                item[name] = null;
                break;
            case 3:
                item[name] = new JsonArray(value?.DeepClone());
                break;
            case 4:
                item[name] = random.Next(-1, 3);
                break;
            case 5:
                item[name] = random.Next(2) == 0;
                break;
            default:
                item[name] = Values[random.Next(Values.Length)];
                break;
        }
    }
}

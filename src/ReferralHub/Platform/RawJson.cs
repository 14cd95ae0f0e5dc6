using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ReferralHub.Platform;

/// <summary>
/// JSON that came from outside, or was written before, in the place of an element of a resource that the hub builds: written byte
/// for byte, so that the precision of a number, the order of properties and content that no class knows go on as they came.
/// </summary>
public sealed class RawJson : R4.FhirString
{
    readonly byte[]? bytes;
    readonly JsonElement element;

    public RawJson(byte[] utf8)
        : this() => bytes = utf8;

    /// <param name="element">Its document must live until the resource has been written.</param>
    public RawJson(JsonElement element)
        : this() => this.element = element;

    /// <summary>The library leaves out a primitive without a value.</summary>
    RawJson() => JsonValue = "raw";

    public ReadOnlySpan<byte> Utf8 => bytes ?? JsonMarshal.GetRawUtf8Value(element);

    /// <summary>A list of one element of the hub's own and what came.</summary>
    public static RawJson Join(R4.Element own, IEnumerable<JsonElement> received)
    {
        var list = new ArrayBufferWriter<byte>(512);
        list.Write("["u8);
        list.Write(R4Json.WriteElement(own));
        foreach (var item in received)
        {
            list.Write(","u8);
            list.Write(JsonMarshal.GetRawUtf8Value(item));
        }

        list.Write("]"u8);
        return new(list.WrittenSpan.ToArray());
    }
}

public static class RawJsonElements
{
    /// <summary>
    /// Puts JSON as it is where the property of this name stands, whatever its type is. The library keeps what does not fit a
    /// property beside the properties and writes it first; it cannot be read back as the property.
    /// </summary>
    /// <param name="name">Name in JSON, with the type of a choice in it.</param>
    public static T Copy<T>(this T element, string name, RawJson json)
        where T : R4.Base
    {
        element.SetValue(name, json);
        return element;
    }
}

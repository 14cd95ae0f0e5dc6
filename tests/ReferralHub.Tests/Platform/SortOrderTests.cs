using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using ReferralHub.Fhir;
using ReferralHub.Platform;
using ReferralHub.Server;
using ReferralHub.Server.Hosting;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Platform;

/// <summary>
/// Strings are sorted by their characters' codes and by nothing else, read from what the compiler made, pages included.
/// What takes the order of a language without being asked (<c>OrderBy</c>, <c>Max</c>, a pair with a string in it) would put the
/// same things in another order on another machine, and rules, pages and hashes go by order. Queries are left out: there the
/// database sorts.
/// </summary>
public sealed class SortOrderTests
{
    /// <summary>Methods that compare: how many parameters each has without a comparer, and which type argument it compares.</summary>
    static readonly Dictionary<string, (int Parameters, int Compared)[]> Comparing = new(StringComparer.Ordinal)
    {
        ["OrderBy"] = [(2, 1)],
        ["OrderByDescending"] = [(2, 1)],
        ["ThenBy"] = [(2, 1)],
        ["ThenByDescending"] = [(2, 1)],
        ["MinBy"] = [(2, 1)],
        ["MaxBy"] = [(2, 1)],
        ["Order"] = [(1, 0)],
        ["OrderDescending"] = [(1, 0)],
        ["Min"] = [(1, 0), (2, 1)],
        ["Max"] = [(1, 0), (2, 1)],
        ["Sort"] = [(1, 0)],
    };

    public static TheoryData<Type> Assemblies => [typeof(FhirNode), typeof(HubSettings), typeof(HubBuilder)];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Strings_AreSortedByCode(Type inAssembly) => Found(inAssembly.Assembly.Location).ShouldBeEmpty();

    [Fact]
    public void SortByLanguage_IsFound()
    {
        static string[] Planted(string[] given) => [.. given.OrderBy(g => (1, g))];
        Planted(["b", "a"]).ShouldBe(["a", "b"]);

        Found(typeof(SortOrderTests).Assembly.Location).ShouldContain(f => f.Contains(nameof(SortByLanguage_IsFound)));
    }

    static List<string> Found(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var reader = file.GetMetadataReader();
        var suspects = Suspects(reader);
        var found = new List<string>();
        foreach (var handle in reader.MethodDefinitions)
        {
            var method = reader.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0)
                continue;
            var body = file.GetMethodBody(method.RelativeVirtualAddress).GetILContent();
            foreach (var (token, name) in suspects)
                if (body.AsSpan().IndexOf(BitConverter.GetBytes(token)) >= 0)
                    found.Add($"{TypeName(reader, method.GetDeclaringType())}.{reader.GetString(method.Name)} calls {name}");
        }

        return found;
    }

    static Dictionary<int, string> Suspects(MetadataReader reader)
    {
        var suspects = new Dictionary<int, string>();
        for (var row = 1; row <= reader.GetTableRowCount(TableIndex.MethodSpec); row++)
        {
            var handle = MetadataTokens.MethodSpecificationHandle(row);
            var called = reader.GetMethodSpecification(handle);
            if (called.Method.Kind != HandleKind.MemberReference)
                continue;
            var member = reader.GetMemberReference((MemberReferenceHandle)called.Method);
            var name = reader.GetString(member.Name);
            if (Owner(reader, member) is not ("Enumerable" or "Array") || !Comparing.TryGetValue(name, out var ways))
                continue;
            var parameters = member.DecodeMethodSignature(TypeNames.Instance, null).ParameterTypes.Length;
            var types = called.DecodeSignature(TypeNames.Instance, null);
            if (ways.Any(w => w.Parameters == parameters && w.Compared < types.Length && types[w.Compared].Contains("String")))
                suspects[MetadataTokens.GetToken(handle)] = $"{name}<{string.Join(", ", types)}>";
        }

        foreach (var handle in reader.MemberReferences)
        {
            var member = reader.GetMemberReference(handle);
            var name = reader.GetString(member.Name);
            if (member.GetKind() != MemberReferenceKind.Method || name is not (".ctor" or "Sort" or "get_Default"))
                continue;
            var owner =
                member.Parent.Kind == HandleKind.TypeSpecification
                    ? reader.GetTypeSpecification((TypeSpecificationHandle)member.Parent).DecodeSignature(TypeNames.Instance, null)
                    : "";
            var isSorted =
                name == ".ctor" && (owner.StartsWith("SortedDictionary`2<String") || owner.StartsWith("SortedSet`1<String"))
                || name == "Sort" && owner.StartsWith("List`1<") && owner.Contains("String")
                || name == "get_Default" && owner.StartsWith("Comparer`1<") && owner.Contains("String");
            if (isSorted && !member.DecodeMethodSignature(TypeNames.Instance, null).ParameterTypes.Any(p => p.StartsWith("IComparer")))
                suspects[MetadataTokens.GetToken(handle)] = $"{owner}.{name}";
        }

        return suspects;
    }

    static string? Owner(MetadataReader reader, MemberReference member) =>
        member.Parent.Kind == HandleKind.TypeReference
            ? reader.GetString(reader.GetTypeReference((TypeReferenceHandle)member.Parent).Name)
            : null;

    static string TypeName(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = reader.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer ? $"{TypeName(reader, outer)}.{name}" : name;
    }

    /// <summary>Types as short names.</summary>
    sealed class TypeNames : ISignatureTypeProvider<string, object?>
    {
        public static readonly TypeNames Instance = new();

        public string GetPrimitiveType(PrimitiveTypeCode code) => code.ToString();

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte kind) =>
            reader.GetString(reader.GetTypeDefinition(handle).Name);

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte kind) =>
            reader.GetString(reader.GetTypeReference(handle).Name);

        public string GetTypeFromSpecification(MetadataReader reader, object? context, TypeSpecificationHandle handle, byte kind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, context);

        public string GetGenericInstantiation(string generic, ImmutableArray<string> arguments) =>
            $"{generic}<{string.Join(", ", arguments)}>";

        public string GetSZArrayType(string element) => $"{element}[]";

        public string GetArrayType(string element, ArrayShape shape) => $"{element}[,]";

        public string GetByReferenceType(string element) => $"ref {element}";

        public string GetPointerType(string element) => $"{element}*";

        public string GetPinnedType(string element) => element;

        public string GetModifiedType(string modifier, string unmodified, bool isRequired) => unmodified;

        public string GetFunctionPointerType(MethodSignature<string> signature) => "function";

        public string GetGenericMethodParameter(object? context, int index) => $"!!{index}";

        public string GetGenericTypeParameter(object? context, int index) => $"!{index}";
    }
}

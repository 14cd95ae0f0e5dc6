namespace ReferralHub.Fhir.FhirPath.Syntax;

/// <summary>One node of a parsed expression.</summary>
/// <param name="Position">0-based character where it starts, for messages.</param>
abstract record PathSyntax(int Position);

/// <param name="Value">A System value; null for <c>{}</c>.</param>
sealed record LiteralSyntax(int Position, object? Value) : PathSyntax(Position);

/// <param name="Target">Null when the element is one of the context's.</param>
sealed record MemberSyntax(int Position, PathSyntax? Target, string Name) : PathSyntax(Position);

sealed record CallSyntax(int Position, PathSyntax? Target, string Name, IReadOnlyList<PathSyntax> Arguments) : PathSyntax(Position);

sealed record IndexerSyntax(int Position, PathSyntax Target, PathSyntax Index) : PathSyntax(Position);

/// <param name="Name"><c>this</c>, <c>index</c> or <c>total</c>.</param>
sealed record SpecialSyntax(int Position, string Name) : PathSyntax(Position);

/// <summary><c>%name</c>.</summary>
sealed record ConstantSyntax(int Position, string Name) : PathSyntax(Position);

sealed record UnarySyntax(int Position, string Operator, PathSyntax Operand) : PathSyntax(Position);

sealed record BinarySyntax(int Position, string Operator, PathSyntax Left, PathSyntax Right) : PathSyntax(Position);

/// <summary><c>is</c> and <c>as</c> as operators.</summary>
sealed record TypeSyntax(int Position, string Operator, PathSyntax Operand, TypeName Type) : PathSyntax(Position);

/// <summary>The name of a type as written.</summary>
/// <param name="Namespace"><c>FHIR</c>, <c>System</c>, or null when it was not said.</param>
sealed record TypeName(string? Namespace, string Name)
{
    public override string ToString() => Namespace is null ? Name : $"{Namespace}.{Name}";
}

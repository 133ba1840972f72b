using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Fields;

namespace KServe.Runtime.Pmml.Predicates;

/// <summary>Reads predicates.</summary>
internal static class PredicateReader
{
    /// <summary>The deepest that predicates may lie in one another.</summary>
    private const int MaxDepth = 200;

    /// <summary>Reads the one predicate among the children of an element.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static Predicate ReadOnly(PmmlElement parent, FieldScope scope)
    {
        foreach (var child in parent.Children)
        {
            if (IsPredicate(child))
            {
                return Read(child, scope, depth: 0);
            }
        }

        throw parent.Error("has no predicate");
    }

    public static bool IsPredicate(PmmlElement element) =>
        element.Name is "SimplePredicate" or "CompoundPredicate" or "SimpleSetPredicate" or "True" or "False";

    private static Predicate Read(PmmlElement element, FieldScope scope, int depth) => element.Name switch
    {
        "SimplePredicate" => new SimplePredicate(element, scope.Require(element)),
        "SimpleSetPredicate" => new SetPredicate(element, scope.Require(element)),
        "True" => FixedPredicate.True,
        "False" => FixedPredicate.False,
        _ => ReadCompound(element, scope, depth),
    };

    private static CompoundPredicate ReadCompound(PmmlElement element, FieldScope scope, int depth)
    {
        var join = element.Require("booleanOperator") switch
        {
            "and" => CompoundOperator.And,
            "or" => CompoundOperator.Or,
            "xor" => CompoundOperator.Xor,
            "surrogate" => CompoundOperator.Surrogate,
            _ => throw element.Unknown("booleanOperator"),
        };
        if (depth >= MaxDepth)
        {
            throw element.Error($"lies more than {MaxDepth} predicates deep");
        }

        Predicate[] parts =
        [
            .. element.Children.Where(IsPredicate).Select(child => Read(child, scope, depth + 1)),
        ];
        return parts.Length > 0
            ? new CompoundPredicate(join, parts)
            : throw element.Error("joins no predicates");
    }
}

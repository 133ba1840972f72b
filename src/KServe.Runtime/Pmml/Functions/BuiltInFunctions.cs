using System.Collections.Frozen;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Functions;

/// <summary>The built-in functions of PMML 4.4 by their names.</summary>
internal static class BuiltInFunctions
{
    private static readonly FrozenDictionary<string, BuiltInFunction> Functions = ArithmeticFunctions.All
        .Concat(StatisticFunctions.All)
        .Concat(LogicFunctions.All.Select(static pair => Typed(pair, new PmmlType(PmmlDataType.Boolean))))
        .Concat(TextFunctions.All.Select(static pair => Typed(pair, PmmlType.Text)))
        .Concat(DateFunctions.All)
        .Concat(DistributionFunctions.All)
        .ToFrozenDictionary(StringComparer.Ordinal);

    private static KeyValuePair<string, BuiltInFunction> Typed(
        KeyValuePair<string, BuiltInFunction> pair,
        PmmlType type) =>
        new(pair.Key, pair.Key is "stringLength" ? pair.Value : pair.Value with { ResultType = type });

    public static BuiltInFunction? Find(string name) => Functions.GetValueOrDefault(name);
}

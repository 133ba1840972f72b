using System.Reflection;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;

namespace KServe.MicroBenchmarks.Budgets;

/// <summary>Makes a case of every benchmark that is not a peer.</summary>
internal static class CaseFinder
{
    /// <summary>Finds the cases of an assembly.</summary>
    public static IEnumerable<AllocationCase> Find(Assembly assembly) => assembly.GetExportedTypes()
        .OrderBy(static type => type.FullName, StringComparer.Ordinal)
        .SelectMany(Find);

    /// <summary>Finds the cases of one class.</summary>
    public static IEnumerable<AllocationCase> Find(Type type) => BenchmarkConverter
        .TypeToBenchmarks(type, ManualConfig.CreateEmpty())
        .BenchmarksCases
        .Where(static benchmark => !benchmark.Descriptor.HasCategory(Categories.Peer))
        .Select(static benchmark => new BenchmarkAllocationCase(benchmark));
}

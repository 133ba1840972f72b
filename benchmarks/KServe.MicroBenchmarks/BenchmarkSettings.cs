using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace KServe.MicroBenchmarks;

/// <summary>Says how long BenchmarkDotNet measures each benchmark.</summary>
internal static class BenchmarkSettings
{
    private const int WarmUps = 4;
    private const int Iterations = 8;

    /// <summary>Creates the settings: in this process, about two seconds for each benchmark.</summary>
    /// <remarks>A process of its own for each benchmark would build a project for each, which takes minutes.</remarks>
    public static IConfig Create() => DefaultConfig.Instance
        .AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(WarmUps)
            .WithIterationCount(Iterations)
            .WithIterationTime(TimeInterval.FromMilliseconds(100))
            .AsDefault())
        .AddDiagnoser(new MemoryDiagnoser(new MemoryDiagnoserConfig(displayGenColumns: false)));
}

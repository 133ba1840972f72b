using System.Diagnostics;
using KServe.Generative.Floors;
using KServe.Generative.Peers;
using KServe.Generative.Reporting;
using KServe.Generative.Weights;
using KServe.Kernels.Compute;

namespace KServe.Generative.Engine;

/// <summary>Requests to the whole engine, beside what memory and arithmetic allow in the same rounds.</summary>
internal sealed class EngineScenario(EngineSettings settings)
{
    private readonly Series _bandwidth = new();
    private readonly Series _peak = new();
    private readonly List<EngineMeasures> _all = [];
    private readonly Dictionary<EngineMeasures, PeerMeasures> _peers = [];

    /// <summary>Measures everything.</summary>
    /// <returns>The figures, precision after precision.</returns>
    public async Task<IReadOnlyList<Figure>> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("kserve-generative-");
        try
        {
            foreach (var kind in settings.Kinds)
            {
                await LoadAsync(kind, Path.Combine(settings.Folder ?? folder.FullName, $"{kind.Name}.gguf"));
            }

            await MeasureAsync();
        }
        finally
        {
            foreach (var measures in _all)
            {
                await measures.Model.DisposeAsync();
            }

            folder.Delete(recursive: true);
        }

        Console.WriteLine(
            $"memory read {_bandwidth.Median / 1e9:F1} GB/s, binary32 FMA {_peak.Median / 1e9:F0} GFLOP/s");
        return [.. _all.SelectMany(CreateFigures)];
    }

    private async Task LoadAsync(EngineKind kind, string path)
    {
        var start = Stopwatch.GetTimestamp();
        RandomModel.Save(path, settings.Shape, kind.Numbers);
        var written = Stopwatch.GetTimestamp();
        var model = await EngineModel.LoadAsync(path, settings.Shape.Vocabulary, settings.Threads);
        Console.WriteLine(
            $"{kind.Name}: {new FileInfo(path).Length >> 20} MiB written in "
            + $"{Stopwatch.GetElapsedTime(start, written).TotalSeconds:F1} s, loaded in "
            + $"{Stopwatch.GetElapsedTime(written).TotalSeconds:F1} s");
        var measures = new EngineMeasures(kind, path, model);
        _all.Add(measures);
        if (settings.LlamaBench is { } bench)
        {
            var peer = new LlamaCpp(bench, settings.LlamaBatchedBench, settings.Threads);
            _peers.Add(measures, new PeerMeasures(peer, path));
        }
    }

    private async Task MeasureAsync()
    {
        using var pool = new ComputePool(settings.Threads);
        using var memory = new MemoryFloor();
        using var allocations = new AllocationMeter();
        foreach (var measures in _all)
        {
            await new EngineMeasures(measures.Kind, measures.Path, measures.Model).RunAsync();
        }

        Seconds(() => memory.Read(pool));
        for (var round = 0; round < settings.Rounds; round++)
        {
            GC.Collect();
            _bandwidth.Add(MemoryFloor.Size / Seconds(() => memory.Read(pool)));
            _peak.Add(FmaFloor.GetOperations() / Seconds(() => FmaFloor.Compute(pool)));
            foreach (var measures in _all)
            {
                await measures.RunAsync();
                measures.EngineBytes.Add(await allocations.MeasureAsync(measures.Model));
                if (_peers.TryGetValue(measures, out var peer))
                {
                    await peer.RunAsync();
                }
            }
        }
    }

    private IEnumerable<Figure> CreateFigures(EngineMeasures measures)
    {
        var kind = measures.Kind;
        var weights = RandomModel.GetWeightBytes(settings.Shape, kind.Numbers);
        var peer = _peers.GetValueOrDefault(measures);
        return
        [
            new(kind.Name, "1 stream, its answer", "tokens/s", measures.Decode)
            {
                Against = "bandwidth / weights",
                Ratio = measures.Decode.RatioTo(_bandwidth) * weights,
                Goal = kind.Name == "Q8" ? 0.8 : null,
                Peer = peer?.Decode,
            },
            new(kind.Name, $"prompt of {EngineSettings.PromptTokens}", "tokens/s", measures.Prompt)
            {
                Against = "FP32 multiply-adds",
                Ratio = measures.Prompt.RatioTo(_peak) * settings.Shape.PromptOperations,
                Goal = 0.6,
                Peer = peer?.Prompt,
            },
            new(kind.Name, $"{EngineSettings.Streams} streams together", "tokens/s", measures.Streams)
            {
                Against = "1 stream",
                Ratio = measures.Streams.RatioTo(measures.Decode),
                Goal = 5,
                Peer = settings.LlamaBatchedBench is null ? null : peer?.Streams,
            },
            new(kind.Name, $"first token behind {EngineSettings.PrefixTokens} new", "s", measures.NewPrefix),
            new(kind.Name, $"first token behind the same", "s", measures.SamePrefix)
            {
                Against = "new (sooner)",
                Ratio = measures.NewPrefix.RatioTo(measures.SamePrefix),
                Goal = 10,
            },
            new(kind.Name, "allocated by the engine", "B/token", measures.EngineBytes) { Most = 0 },
            new(kind.Name, "allocated, reading included", "B/token", measures.ReadBytes),
        ];
    }

    private static double Seconds(Action run)
    {
        var start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

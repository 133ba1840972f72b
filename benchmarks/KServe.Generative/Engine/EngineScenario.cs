using System.Diagnostics;
using KServe.Generative.Floors;
using KServe.Generative.Peers;
using KServe.Generative.Reporting;
using KServe.Generative.Weights;

namespace KServe.Generative.Engine;

/// <summary>Requests to the whole engine, beside what memory and arithmetic allow in the same rounds.</summary>
internal sealed class EngineScenario(EngineSettings settings)
{
    private readonly List<EngineMeasures> _all = [];
    private readonly Dictionary<EngineMeasures, PeerMeasures> _peers = [];

    /// <summary>Measures everything.</summary>
    /// <returns>The figures, precision after precision.</returns>
    public async Task<IReadOnlyList<Figure>> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("kserve-generative-");
        try
        {
            var target = Directory.CreateDirectory(settings.Folder ?? folder.FullName);
            foreach (var kind in settings.Kinds)
            {
                await LoadAsync(kind, Path.Combine(target.FullName, $"{kind.Name}.gguf"));
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
        using var floors = new MachineFloors(settings.Threads);
        using var allocations = new AllocationMeter();
        foreach (var measures in _all)
        {
            await new EngineMeasures(measures.Kind, measures.Path, measures.Model).RunAsync(floors);
        }

        for (var round = 0; round < settings.Rounds; round++)
        {
            GC.Collect();
            foreach (var measures in _all)
            {
                await measures.RunAsync(floors);
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
                Ratio = measures.Decode.RatioTo(measures.Bandwidth) * weights,
                Goal = kind.Name == "Q8" ? 0.8 : null,
                Peer = peer?.Decode,
            },
            new(kind.Name, $"prompt of {EngineSettings.PromptTokens}", "tokens/s", measures.Prompt)
            {
                Against = "FP32 multiply-adds",
                Ratio = measures.Prompt.RatioTo(measures.Peak) * settings.Shape.PromptOperations,
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
            new(kind.Name, $"{EngineSettings.Streams} streams, top_p 0.95", "tokens/s", measures.DrawnStreams)
            {
                Against = "the likeliest tokens",
                Ratio = measures.DrawnStreams.RatioTo(measures.Streams),
            },
            new(kind.Name, $"first token behind {EngineSettings.PrefixTokens} new", "ms", measures.NewPrefix.Scaled(1e3)),
            new(kind.Name, "first token behind the same", "ms", measures.SamePrefix.Scaled(1e3))
            {
                Against = "new (sooner)",
                Ratio = measures.NewPrefix.RatioTo(measures.SamePrefix),
                Goal = 10,
            },
            new(kind.Name, "memory read", "GB/s", measures.Bandwidth.Scaled(1e-9)),
            new(kind.Name, "FP32 multiply-adds", "GFLOP/s", measures.Peak.Scaled(1e-9)),
            new(kind.Name, "allocated by the engine", "B/token", measures.EngineBytes) { Most = 0 },
            new(kind.Name, "allocated, reading included", "B/token", measures.ReadBytes),
        ];
    }
}

using System.Diagnostics;
using KServe.Generative.Floors;

namespace KServe.Generative.Engine;

/// <summary>The rounds of one precision.</summary>
internal sealed class EngineMeasures(EngineKind kind, string path, EngineModel model)
{
    public EngineKind Kind => kind;

    /// <summary>Gets the file of its weights.</summary>
    public string Path => path;

    public EngineModel Model => model;

    /// <summary>Gets the tokens per second of one stream.</summary>
    public Series Decode { get; } = new();

    /// <summary>Gets the bytes of memory per second, the better of before and behind one stream's answer.</summary>
    public Series Bandwidth { get; } = new();

    /// <summary>Gets the multiply-adds per second, the better of before and behind a prompt.</summary>
    public Series Peak { get; } = new();

    /// <summary>Gets the prompt tokens per second.</summary>
    public Series Prompt { get; } = new();

    /// <summary>Gets the tokens per second of many streams together.</summary>
    public Series Streams { get; } = new();

    /// <summary>Gets the same where tokens are drawn from the likeliest that have 95 % together.</summary>
    public Series DrawnStreams { get; } = new();

    /// <summary>Gets the seconds to the first token of a request with a new prefix.</summary>
    public Series NewPrefix { get; } = new();

    /// <summary>Gets the seconds to the first token of the next one with the same prefix.</summary>
    public Series SamePrefix { get; } = new();

    /// <summary>Gets the bytes that a token of one stream costs the whole process, its reader included.</summary>
    public Series ReadBytes { get; } = new();

    /// <summary>Gets the bytes that it costs the engine.</summary>
    public Series EngineBytes { get; } = new();

    /// <summary>Measures everything once.</summary>
    /// <param name="floors">Measures the machine beside it.</param>
    public async Task RunAsync(MachineFloors floors)
    {
        var bandwidth = floors.MeasureBandwidth();
        await RunOneAsync();
        Bandwidth.Add(Math.Max(bandwidth, floors.MeasureBandwidth()));
        var peak = floors.MeasurePeak();
        var prompt = await model.AnswerAsync(model.CreatePrompt(EngineSettings.PromptTokens), 1);
        Prompt.Add(EngineSettings.PromptTokens / prompt.SecondsToFirst);
        Peak.Add(Math.Max(peak, floors.MeasurePeak()));
        Streams.Add(await RunManyAsync(new SamplingParameters { Temperature = 0 }));
        DrawnStreams.Add(await RunManyAsync(new SamplingParameters { Temperature = 0.8f, TopP = 0.95f }));
        var prefix = model.CreatePrompt(EngineSettings.PrefixTokens);
        NewPrefix.Add((await AnswerBehindAsync(prefix)).SecondsToFirst);
        SamePrefix.Add((await AnswerBehindAsync(prefix)).SecondsToFirst);
    }

    private async Task RunOneAsync()
    {
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var answer = await model.AnswerAsync(
            model.CreatePrompt(EngineSettings.ShortPrompt), EngineSettings.AnswerTokens);
        Decode.Add(answer.Rate);
        ReadBytes.Add((double)(GC.GetTotalAllocatedBytes(precise: true) - bytes) / answer.Tokens);
    }

    private async Task<double> RunManyAsync(SamplingParameters sampling)
    {
        var streams = new Task<AnswerTimes>[EngineSettings.Streams];
        for (var i = 0; i < streams.Length; i++)
        {
            streams[i] = model.AnswerAsync(
                model.CreatePrompt(EngineSettings.ShortPrompt), EngineSettings.AnswerTokens, sampling);
        }

        // From the first token of any to the last of all: a stream that begins late counts against the rate.
        var answers = await Task.WhenAll(streams);
        var seconds = Stopwatch.GetElapsedTime(
            answers.Min(static answer => answer.First), answers.Max(static answer => answer.Last)).TotalSeconds;
        return answers.Sum(static answer => answer.Tokens - answer.FirstTokens) / seconds;
    }

    private Task<AnswerTimes> AnswerBehindAsync(int[] prefix) =>
        model.AnswerAsync([.. prefix, .. model.CreatePrompt(EngineSettings.OwnTokens)], 1);
}

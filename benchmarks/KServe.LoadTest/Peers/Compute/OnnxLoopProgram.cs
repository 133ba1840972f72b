using System.Diagnostics;
using System.Globalization;
using KServe.LoadTest.Servers;

namespace KServe.LoadTest.Peers.Compute;

/// <summary>The child's side of the loop: calls the model for as long as it is told, ends with its input.</summary>
internal static class OnnxLoopProgram
{
    /// <summary>The argument that makes this program the loop.</summary>
    public const string Verb = "onnx-loop";

    // Nobody connects to a loop, but a child says that it is ready by an address.
    private const string Ready = "READY http://127.0.0.1:0";

    /// <summary>Answers each number of seconds by the calls that ended and the seconds that they took.</summary>
    public static async Task RunAsync()
    {
        using var loop = new OnnxLoop(Path.Combine(ModelFolders.Compute, "model.onnx"));
        await Console.Out.WriteLineAsync(Ready);
        while (await Console.In.ReadLineAsync() is { } seconds)
        {
            var result = Run(loop, double.Parse(seconds, CultureInfo.InvariantCulture));
            await Console.Out.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"{result.Count} {result.Seconds:R}"));
        }
    }

    /// <summary>Reads an answer.</summary>
    public static LoopResult Parse(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var parts = answer.Split(' ');
        return new LoopResult(
            long.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private static LoopResult Run(OnnxLoop loop, double seconds)
    {
        var start = Stopwatch.GetTimestamp();
        var count = 0L;
        TimeSpan elapsed;
        do
        {
            loop.Run();
            count++;
            elapsed = Stopwatch.GetElapsedTime(start);
        }
        while (elapsed.TotalSeconds < seconds);

        return new LoopResult(count, elapsed.TotalSeconds);
    }
}

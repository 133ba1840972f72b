using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KServe.Generative.Engine;

namespace KServe.Generative.Peers;

/// <summary>Runs llama.cpp's own benchmark programs on the same file of weights, with as many threads.</summary>
/// <param name="bench">The path of llama-bench.</param>
/// <param name="batchedBench">The path of llama-batched-bench, for many streams.</param>
/// <param name="threads">How many threads compute.</param>
internal sealed class LlamaCpp(string bench, string? batchedBench, int threads)
{
    private const int ColumnOfAnswers = 8;

    /// <summary>Measures prompt and answer of one stream, in tokens per second.</summary>
    public async Task<(double Prompt, double Decode)> RunAsync(string model)
    {
        var output = await RunAsync(
            bench,
            [
                "-m", model, "-t", $"{threads}", "-p", $"{EngineSettings.PromptTokens}",
                "-n", $"{EngineSettings.AnswerTokens}", "-r", "1", "-o", "json",
            ]);
        using var document = JsonDocument.Parse(output[output.IndexOf('[', StringComparison.Ordinal)..]);
        var (prompt, decode) = (double.NaN, double.NaN);
        foreach (var test in document.RootElement.EnumerateArray())
        {
            var rate = test.GetProperty("avg_ts").GetDouble();
            if (test.GetProperty("n_gen").GetInt32() > 0)
            {
                decode = rate;
            }
            else
            {
                prompt = rate;
            }
        }

        return (prompt, decode);
    }

    /// <summary>Measures many streams together, in tokens per second; NaN without the program.</summary>
    public async Task<double> RunStreamsAsync(string model)
    {
        if (batchedBench is null)
        {
            return double.NaN;
        }

        var context = 2 * EngineSettings.Streams * (EngineSettings.ShortPrompt + EngineSettings.AnswerTokens);
        var output = await RunAsync(
            batchedBench,
            [
                "-m", model, "-t", $"{threads}", "-c", $"{context}", "-npp", $"{EngineSettings.ShortPrompt}",
                "-ntg", $"{EngineSettings.AnswerTokens}", "-npl", $"{EngineSettings.Streams}",
            ]);
        var cells = output.Split('\n').Last(static line => line.Count(static c => c == '|') > ColumnOfAnswers).Split('|');
        return double.Parse(cells[ColumnOfAnswers], CultureInfo.InvariantCulture);
    }

    private static async Task<string> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}");
    }
}

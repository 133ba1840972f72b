using System.Diagnostics;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace KServe.Architecture.Tests;

/// <summary>Publishes the smallest sample trimmed, with every warning an error, and asks it for a prediction.</summary>
/// <remarks>
/// Children have an input of their own, because the test runner speaks with this process through its, and leave no build
/// servers behind, which would hold its pipes.
/// </remarks>
public sealed class TrimmedSampleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CustomPredictor_PublishedTrimmed_HasNoWarningsAndAnswers()
    {
        var folder = Directory.CreateTempSubdirectory("kserve-trimmed-");
        try
        {
            await PublishAsync(folder.FullName);
            using var server = Start(Path.Combine(folder.FullName, "CustomPredictor"));
            try
            {
                var predictions = await PredictAsync(await ReadAddressAsync(server));
                Assert.Equal([3.0, 4.0], predictions);
            }
            finally
            {
                server.Kill(entireProcessTree: true);
                await server.WaitForExitAsync(Token);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task PublishAsync(string folder)
    {
        var project = Path.Combine(Repository.Root, "samples", "CustomPredictor");
        using var publish = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained",
                "-p:PublishTrimmed=true", "-p:TrimmerSingleWarn=false", "-warnaserror", "--nologo", "-o", folder,
                "--artifacts-path", Path.Combine(folder, "build"), "-nodeReuse:false", "-p:UseSharedCompilation=false",
            },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        publish.StandardInput.Close();
        var output = await publish.StandardOutput.ReadToEndAsync(Token);
        await publish.WaitForExitAsync(Token);
        Assert.True(publish.ExitCode == 0, output);
    }

    private static Process Start(string file) => Process.Start(new ProcessStartInfo(file)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        UseShellExecute = false,
        Environment =
        {
            ["KServe__Http__HttpPort"] = "0",
            ["KServe__Http__GrpcPort"] = "0",
            ["Kestrel__Endpoints__Http__Url"] = "http://127.0.0.1:0",
        },
    })!;

    private static async Task<Uri> ReadAddressAsync(Process server)
    {
        const string Listening = "Now listening on: ";
        while (await server.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            var start = line.IndexOf(Listening, StringComparison.Ordinal);
            if (start >= 0)
            {
                return new Uri(line[(start + Listening.Length)..]);
            }
        }

        throw new InvalidOperationException("The sample ended before it listened.");
    }

    private static async Task<double[]> PredictAsync(Uri address)
    {
        using var client = new HttpClient { BaseAddress = address };
        while (!(await client.GetAsync("/v2/health/ready", Token)).IsSuccessStatusCode)
        {
            await Task.Yield();
        }

        using var response = await client.PostAsJsonAsync(
            "/v1/models/double:predict", new Dictionary<string, double[]> { ["instances"] = [1.5, 2] }, Token);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
        return [.. body.RootElement.GetProperty("predictions").EnumerateArray().Select(static item => item.GetDouble())];
    }
}

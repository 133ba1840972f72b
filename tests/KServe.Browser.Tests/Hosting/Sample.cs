using System.Diagnostics;
using System.Reflection;
using KServe.Browser.Tests.Browsing;

namespace KServe.Browser.Tests.Hosting;

/// <summary>A sample as a program of its own, on a free port.</summary>
public abstract class Sample(string name, params string[] args) : IAsyncLifetime
{
    private const string Listening = "Now listening on: ";

    private Process? _process;
    private Task _reading = Task.CompletedTask;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Gets the folder that a sample was built into.</summary>
    public static string Folder(string name) => string.Format(
        null,
        typeof(Sample).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(static attribute => attribute.Key == "SamplePath").Value!,
        name);

    public async ValueTask InitializeAsync()
    {
        if (Chromium.Path is null)
        {
            return;
        }

        var start = new ProcessStartInfo("dotnet", [Path.Combine(Folder(name), $"{name}.dll"), .. args])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
            Environment = { ["ASPNETCORE_URLS"] = "http://127.0.0.1:0" },
        };
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        await ReadAddressAsync(_process.StandardOutput);
        _reading = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        await WaitUntilReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
            await _reading;
            _process.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    private async Task ReadAddressAsync(StreamReader output)
    {
        var lines = "";
        while (await output.ReadLineAsync() is { } line)
        {
            lines += line + "\n";
            if (line.IndexOf(Listening, StringComparison.Ordinal) is var index and >= 0)
            {
                Address = new Uri(line[(index + Listening.Length)..]);
                return;
            }
        }

        throw new InvalidOperationException($"The sample {name} ended without an address:\n{lines}");
    }

    // The models load while the port is open already.
    private async Task WaitUntilReadyAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var client = new HttpClient();
        while (true)
        {
            using var response = await client.GetAsync(new Uri(Address, "/v2/health/ready"), limit.Token);
            if (response.IsSuccessStatusCode)
            {
                return;
            }
        }
    }
}

using System.Diagnostics;

namespace KServe.Load.Crash;

/// <summary>A server in a process of its own.</summary>
public sealed class ServedProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private ServedProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Gets where it listens.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Gets the number that the system gave it.</summary>
    public int Id => _process.Id;

    /// <summary>Starts a process and waits until it is ready.</summary>
    /// <param name="program">The program's assembly.</param>
    /// <param name="limits">Commands of the shell that limit it before it starts; none when empty.</param>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The running process.</returns>
    /// <exception cref="InvalidOperationException">It ended instead.</exception>
    public static async Task<ServedProcess> StartAsync(string program, string limits, params string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var start = new ProcessStartInfo(limits.Length == 0 ? "dotnet" : "bash")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (limits.Length > 0)
        {
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add($"{limits}; exec dotnet \"$@\"");
            start.ArgumentList.Add("dotnet");
        }

        foreach (var argument in (string[])[program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        var server = new ServedProcess(Process.Start(start)!);
        if (await server._process.StandardOutput.ReadLineAsync() is not { } address)
        {
            var errors = await server._errors;
            await server.DisposeAsync();
            throw new InvalidOperationException($"the server did not start: {errors}");
        }

        server.Address = new Uri(address);
        return server;
    }

    /// <summary>Ends the process as nothing can be prepared for: by SIGKILL.</summary>
    /// <returns>A task that ends with the process.</returns>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}

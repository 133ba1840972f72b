using System.Diagnostics;
using System.Globalization;

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

    /// <summary>Reads the next line that the process writes.</summary>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>The line; <see langword="null"/> when the process has ended.</returns>
    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken) =>
        await _process.StandardOutput.ReadLineAsync(cancellationToken);

    /// <summary>Asks the process to end, as orchestrators do: by SIGTERM.</summary>
    /// <param name="cancellationToken">Gives the sending up.</param>
    /// <returns>A task that ends when the signal was sent.</returns>
    public async Task TerminateAsync(CancellationToken cancellationToken)
    {
        var id = _process.Id.ToString(CultureInfo.InvariantCulture);
        using var kill = Process.Start("kill", ["-TERM", id]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Waits until the process has ended.</summary>
    /// <param name="cancellationToken">Gives the waiting up.</param>
    /// <returns>Its exit code, and what it wrote to the error output.</returns>
    public async Task<(int Code, string Errors)> ExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return (_process.ExitCode, await _errors);
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

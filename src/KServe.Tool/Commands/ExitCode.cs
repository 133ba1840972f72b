namespace KServe.Tool.Commands;

/// <summary>Names the exit codes of the process.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>The server could not start: a port, a setting, or no model at all.</summary>
    public const int StartFailed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>A server refused a call, or cannot be reached.</summary>
    public const int Refused = 3;

    /// <summary>A resource was taken in and did not become ready.</summary>
    public const int NotReady = 4;
}

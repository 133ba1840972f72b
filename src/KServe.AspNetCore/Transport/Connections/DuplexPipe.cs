using System.IO.Pipelines;

namespace KServe.AspNetCore.Transport;

/// <summary>One side of a connection: what it reads from and what it writes to.</summary>
internal sealed class DuplexPipe(PipeReader input, PipeWriter output) : IDuplexPipe
{
    public PipeReader Input => input;

    public PipeWriter Output => output;
}

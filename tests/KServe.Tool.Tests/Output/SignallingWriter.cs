namespace KServe.Tool.Tests.Output;

/// <summary>Keeps text and tells when the first of it has come.</summary>
internal sealed class SignallingWriter : StringWriter
{
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Written => _written.Task;

    public override void Write(string? value)
    {
        base.Write(value);
        _written.TrySetResult();
    }
}

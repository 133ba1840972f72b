namespace KServe.Tool.Tests.Chat;

/// <summary>Tells when a text has been written in one piece.</summary>
internal sealed class WatchingWriter(string expected) : StringWriter
{
    private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Seen => _seen.Task;

    public override void Write(string? value)
    {
        base.Write(value);
        if (value == expected)
        {
            _seen.TrySetResult();
        }
    }
}

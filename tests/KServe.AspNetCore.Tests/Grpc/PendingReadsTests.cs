using System.IO.Pipelines;
using KServe.AspNetCore.Grpc;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KServe.AspNetCore.Tests.Grpc;

public sealed class PendingReadsTests
{
    public static TheoryData<Exception> Ends =>
    [
        new ConnectionResetException("The client reset the request stream."),
        new ConnectionAbortedException(),
        new OperationCanceledException(),
        new ObjectDisposedException("body"),
    ];

    [Theory]
    [MemberData(nameof(Ends))]
    public void Cancel_RequestHasEnded_DoesNothing(Exception end)
    {
        var reader = new EndedReader(end);
        PendingReads.Cancel(Create(reader));
        Assert.True(reader.IsAsked);
    }

    [Fact]
    public void Cancel_DefectOfOurs_IsNotHidden() => Assert.Throws<InvalidOperationException>(
        static () => PendingReads.Cancel(Create(new EndedReader(new InvalidOperationException()))));

    [Fact]
    public async Task Cancel_ReadWaits_EndsIt()
    {
        var pipe = new Pipe();
        var read = pipe.Reader.ReadAsync(TestContext.Current.CancellationToken);
        PendingReads.Cancel(Create(pipe.Reader));
        Assert.True((await read).IsCanceled);
    }

    private static DefaultHttpContext Create(PipeReader reader)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IRequestBodyPipeFeature>(new BodyFeature(reader));
        return context;
    }

    private sealed class BodyFeature(PipeReader reader) : IRequestBodyPipeFeature
    {
        public PipeReader Reader => reader;
    }

    /// <summary>A body as the web server leaves it when its request has ended.</summary>
    private sealed class EndedReader(Exception end) : PipeReader
    {
        public bool IsAsked { get; private set; }

        public override void CancelPendingRead()
        {
            IsAsked = true;
            throw end;
        }

        public override void AdvanceTo(SequencePosition consumed) => throw end;

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => throw end;

        public override void Complete(Exception? exception = null)
        {
        }

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => throw end;

        public override bool TryRead(out ReadResult result) => throw end;
    }
}

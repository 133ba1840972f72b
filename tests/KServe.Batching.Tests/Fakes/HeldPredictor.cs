using System.Threading.Channels;

namespace KServe.Batching.Tests.Fakes;

/// <summary>Holds every call until the test answers it.</summary>
internal sealed class HeldPredictor : Predictor
{
    private readonly Channel<Call> _calls = Channel.CreateUnbounded<Call>();

    public ModelSignature DeclaredSignature { get; init; } = ModelSignature.Empty;

    public bool IsDisposed { get; private set; }

    public int Waiting => _calls.Reader.Count;

    public override ModelSignature Signature => DeclaredSignature;

    public override async ValueTask<InferResponse> PredictAsync(
        InferRequest request,
        CancellationToken cancellationToken)
    {
        var call = new Call(request, cancellationToken);
        _calls.Writer.TryWrite(call);
        return await call.Answer;
    }

    public async Task<Call> NextAsync() => await _calls.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public override ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return base.DisposeAsync();
    }
}

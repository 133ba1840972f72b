using KServe.Client;

namespace KServe.Runtime.Remote;

/// <summary>One request on its way to a remote server, by one or more attempts.</summary>
internal sealed class RemoteCall : IDisposable
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _idle;
    private int _running;

    /// <param name="request">The client's request, whose tensors are sent from where they lie.</param>
    /// <param name="remoteName">The model's name at the remote server.</param>
    /// <param name="remoteVersion">The version to ask for.</param>
    /// <param name="headers">Picks the headers that go on.</param>
    /// <param name="timeout">How long one attempt may take.</param>
    /// <param name="turn">The endpoint to begin with.</param>
    public RemoteCall(
        InferRequest request,
        string remoteName,
        string remoteVersion,
        HeaderPropagator headers,
        TimeSpan timeout,
        EndpointTurn turn)
    {
        Turn = turn;
        Request = RemoteRequest.Create(request, remoteName, remoteVersion);
        Options = new InferenceCallOptions { Headers = RemoteHeaders.Pick(request, headers), Timeout = timeout };
    }

    public InferRequest Request { get; }

    public InferenceCallOptions Options { get; }

    public EndpointTurn Turn { get; }

    public void Enter()
    {
        lock (_lock)
        {
            _running++;
        }
    }

    public void Exit()
    {
        lock (_lock)
        {
            if (--_running == 0)
            {
                _idle?.TrySetResult();
            }
        }
    }

    /// <summary>Ends when no attempt reads the request any more; those that lost were cancelled.</summary>
    public Task WaitAsync()
    {
        lock (_lock)
        {
            if (_running == 0)
            {
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    public void Dispose() => Request.Dispose();
}

using Microsoft.Extensions.Logging;

namespace KServe.Batching;

/// <summary>Runs batches: joins requests, calls the predictor, and gives each its rows or its error.</summary>
/// <remarks>
/// A batch that fails is run again by halves, down to single requests, so that a bad one fails alone: n requests cost
/// at most 2n - 2 further calls, one bad one among them 2 log2 n. What the model refuses for reasons that concern no
/// single request is not tried again.
/// </remarks>
internal sealed class BatchRunner(Predictor inner, BatcherContext context, TensorPool pool, ILogger logger)
{
    private readonly TimeProvider _time = context.Time;

    /// <summary>Runs a batch to its end; whatever happens becomes an answer of its items.</summary>
    public async Task RunAsync(BatchRun run)
    {
        var place = new BatchPlace(run, _time.GetTimestamp());
        try
        {
            foreach (var item in run.Items)
            {
                context.Recorder.Waited(_time.GetElapsedTime(item.EnqueuedAt, place.Start));
            }

            await (IsAlone(run) ? RunAloneAsync(run.Items[0], place) : RunTogetherAsync(run, place));
        }
        catch (Exception error)
        {
            foreach (var item in run.Items)
            {
                item.FailUnlessDone(error);
            }
        }
        finally
        {
            place.Leave(_time.GetTimestamp());

            // Last of all: whoever has an answer sees it counted, and only answers keep memory.
            foreach (var item in run.Items)
            {
                item.Deliver();
            }

            run.Scheduler.End();
        }
    }

    internal static int CountRows(InferRequest request) =>
        request.Inputs.Count > 0 && request.Inputs[0].Shape.Rank > 0
            ? (int)Math.Min(request.Inputs[0].Shape[0], int.MaxValue)
            : 1;

    private static bool IsAlone(BatchRun run) => run.Bucket.Template is not { } template
        || (run.Items.Length == 1 && !template.NeedsPadding(run.Items[0].Request, run.Items[0].Rows));

    private async Task RunAloneAsync(BatchItem item, BatchPlace place)
    {
        if (!item.TryMove(ItemState.Joining, ItemState.Alone))
        {
            item.FailUnlessDone(new OperationCanceledException(item.Token));
            return;
        }

        var start = _time.GetTimestamp();
        var response = await inner.PredictAsync(item.Request, item.Token);
        var end = _time.GetTimestamp();
        var rows = CountRows(item.Request);
        place.Leave(end);
        item.TryMove(ItemState.Alone, ItemState.Done);
        item.Prepare(response);
        context.Recorder.Executed(new BatchExecution(
            Requests: 1, rows, default, _time.GetElapsedTime(start, end), default));
    }

    private async Task RunTogetherAsync(BatchRun run, BatchPlace place)
    {
        var batch = BatchJoiner.Join(run, context, pool);
        try
        {
            foreach (var item in run.Items)
            {
                if (!item.TryMove(ItemState.Joining, ItemState.Running))
                {
                    run.Abandon();
                    item.FailUnlessDone(new OperationCanceledException(item.Token));
                }
            }

            var joined = _time.GetElapsedTime(place.Start);
            await RunRangeAsync(batch, new BatchRange(0, run.Items.Length, 0, batch.Rows), joined, place);
        }
        finally
        {
            batch.Release();
        }
    }

    private async Task RunRangeAsync(JoinedBatch batch, BatchRange range, TimeSpan joined, BatchPlace place)
    {
        if (!batch.HasRunning(range))
        {
            return;
        }

        var start = _time.GetTimestamp();
        var request = batch.GetRequest(range, context.ModelName);
        InferResponse response;
        try
        {
            response = await inner.PredictAsync(request, batch.Run.Token);
        }
        catch (Exception error)
        {
            batch.ReleaseRequest(request);
            if (range.Count == 1 || !MayConcernOne(error))
            {
                batch.Fail(range, error);
                return;
            }

            BatchingLog.RunningAgain(logger, error, context.ModelName, context.ModelVersion, range.Count);
            var (first, second) = batch.Halve(range);
            await RunRangeAsync(batch, first, TimeSpan.Zero, place);
            await RunRangeAsync(batch, second, TimeSpan.Zero, place);
            return;
        }

        var end = _time.GetTimestamp();
        if (range.Count == batch.Run.Items.Length)
        {
            // The next batch can run while this one is taken apart.
            place.Leave(end);
        }

        var answered = BatchSplitter.Split(batch, range, request, response, context);
        if (answered > 0)
        {
            context.Recorder.Executed(new BatchExecution(
                answered, range.Rows, joined, _time.GetElapsedTime(start, end), _time.GetElapsedTime(end)));
        }

        if (range.Count < batch.Run.Items.Length)
        {
            // The other parts still run: these requests have waited long enough.
            foreach (var item in batch.GetItems(range))
            {
                item.Deliver();
            }
        }
    }

    // Overload, a deadline or a cancel would come again, and the same for everyone.
    private static bool MayConcernOne(Exception error) => error switch
    {
        OperationCanceledException => false,
        InferenceException inference => inference.Code is InferenceErrorCode.Internal
            or InferenceErrorCode.InvalidArgument
            or InferenceErrorCode.NotFound
            or InferenceErrorCode.TooLarge,
        _ => true,
    };
}

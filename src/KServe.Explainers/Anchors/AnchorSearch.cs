namespace KServe.Explainers;

/// <summary>Finds the anchor of one row: a beam search whose candidates compete by samples.</summary>
internal sealed class AnchorSearch(
    BatchedModel model,
    AnchorProblem problem,
    AnchorSettings settings,
    long budget)
{
    // How far below the precision asked for the lower bound of an accepted anchor may be.
    private const double Slack = 0.05;

    private readonly AnchorOptions _options = settings.Options;
    private readonly long _end = model.Remaining - budget;

    private AnchorCandidate? _best;
    private AnchorCandidate? _fallback;

    public async ValueTask<Anchor> FindAsync(CancellationToken cancellationToken)
    {
        var beam = new List<AnchorCandidate> { AnchorCandidate.NewEmpty() };
        await TrySampleAsync(beam, cancellationToken);
        await ConsiderAsync(beam[0], cancellationToken);
        for (var size = 1; size <= _options.MaxConditions && _best is not { Coverage: 1 }; size++)
        {
            var candidates = Extend(beam);
            if (candidates.Count == 0 || !await TrySampleAsync(candidates, cancellationToken))
            {
                break;
            }

            beam = await ChooseAsync(candidates, cancellationToken);
            foreach (var candidate in beam)
            {
                await ConsiderAsync(candidate, cancellationToken);
            }
        }

        return NewAnchor(_best ?? _fallback!);
    }

    /// <summary>Adds each rule to each candidate of the beam, as long as that can beat the best anchor.</summary>
    private List<AnchorCandidate> Extend(List<AnchorCandidate> beam)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        List<AnchorCandidate> extended = [];
        foreach (var candidate in beam)
        {
            for (var i = 0; i < problem.Rules.Count; i++)
            {
                var next = candidate.Extend(i, problem.Rules[i], problem.Space.Background.RowCount);
                if (next is not null && next.Coverage > (_best?.Coverage ?? -1) && known.Add(next.Key))
                {
                    extended.Add(next);
                }
            }
        }

        return extended;
    }

    /// <summary>Picks the candidates of highest precision by KL-LUCB: only those in doubt get more samples.</summary>
    private async ValueTask<List<AnchorCandidate>> ChooseAsync(
        List<AnchorCandidate> candidates,
        CancellationToken cancellationToken)
    {
        var count = Math.Min(_options.BeamSize, candidates.Count);
        for (var round = 1; ; round++)
        {
            candidates.Sort(static (a, b) => b.Mean.CompareTo(a.Mean) is var order and not 0
                ? order
                : string.CompareOrdinal(a.Key, b.Key));
            if (count == candidates.Count)
            {
                return candidates;
            }

            var level = GetLevel(candidates.Count, round);
            var weakest = candidates.Take(count).MinBy(candidate => candidate.GetLowerBound(level))!;
            var rival = candidates.Skip(count).MaxBy(candidate => candidate.GetUpperBound(level))!;
            if (rival.GetUpperBound(level) - weakest.GetLowerBound(level) <= _options.Tolerance
                || !await TrySampleAsync([weakest, rival], cancellationToken))
            {
                return candidates.GetRange(0, count);
            }
        }
    }

    /// <summary>Draws until it is clear whether a candidate has the precision asked for, and keeps it if so.</summary>
    private async ValueTask ConsiderAsync(AnchorCandidate candidate, CancellationToken cancellationToken)
    {
        var level = Math.Log((1 + (_options.BeamSize - 1.0) * problem.Space.Count) / settings.Delta);
        while (IsInDoubt(candidate, level) && await TrySampleAsync([candidate], cancellationToken))
        {
        }

        if (IsAnchor(candidate, level) && candidate.Coverage > (_best?.Coverage ?? -1))
        {
            _best = candidate;
        }

        if (_fallback is null || candidate.Mean > _fallback.Mean)
        {
            _fallback = candidate;
        }
    }

    private bool IsAnchor(AnchorCandidate candidate, double level) =>
        candidate.SampleCount > 0
        && candidate.Mean >= settings.Precision
        && candidate.GetLowerBound(level) > settings.Precision - Slack;

    private bool IsInDoubt(AnchorCandidate candidate, double level) => candidate.Mean >= settings.Precision
        ? candidate.GetLowerBound(level) <= settings.Precision - Slack
        : candidate.GetUpperBound(level) >= Math.Min(1, settings.Precision + Slack);

    /// <summary>Draws for each candidate, unless that exceeds the budget of the row.</summary>
    private async ValueTask<bool> TrySampleAsync(
        IReadOnlyList<AnchorCandidate> candidates,
        CancellationToken cancellationToken)
    {
        var samples = new AnchorSamples(candidates, _options.SampleCount, problem);
        if (model.Remaining - samples.RowCount < _end)
        {
            return false;
        }

        await model.RunAsync(samples, cancellationToken);
        return true;
    }

    /// <summary>Gets the divergence that candidates are compared with in a round.</summary>
    private double GetLevel(int count, int round)
    {
        var level = Math.Log(405.5 * count * Math.Pow(round, 1.1) / settings.Delta);
        return level + Math.Log(level);
    }

    private Anchor NewAnchor(AnchorCandidate candidate)
    {
        var conditions = problem.Merge(candidate.Rules);
        return new Anchor(
            [.. conditions.Select(static condition => condition.Feature)],
            [.. conditions.Select(condition => condition.Describe(problem.Space.Features[condition.Feature]))])
        {
            Class = problem.Class,
            Precision = candidate.Mean,
            Coverage = candidate.Coverage,
            IsFound = _best is not null,
        };
    }
}

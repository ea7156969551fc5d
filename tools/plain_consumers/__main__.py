"""python -m tools.plain_consumers quixstreams|bytewax --brokers HOST:PORT --topic NAME --records N --postgres CONNINFO

Folds the first N records that come and prints {"seconds", "records", "lines"}: from the first request to the last commit.
"""

import argparse
import json
import time
import uuid

from .models import Models


def quixstreams(arguments, models):
    from quixstreams import Application
    from quixstreams.sinks import BatchingSink

    class Sink(BatchingSink):
        """Its batches are those between two commits of offsets, as the library's documents have it."""

        def write(self, batch):
            models.take([item.value for item in batch])

    application = Application(
        broker_address=arguments.brokers,
        consumer_group=f"plain-{uuid.uuid4()}",
        auto_offset_reset="earliest",
        # A batch is a partition's share of these.
        commit_every=10_000,
        loglevel="ERROR",
    )
    topic = application.topic(arguments.topic, value_deserializer="json")
    application.dataframe(topic).sink(Sink())
    application.run(count=arguments.records, timeout=60)


def bytewax(arguments, models):
    import bytewax.operators as op
    from bytewax.connectors.kafka import KafkaSource
    from bytewax.dataflow import Dataflow
    from bytewax.outputs import DynamicSink, StatelessSinkPartition
    from bytewax.testing import run_main

    class Enough(Exception):
        pass

    class Partition(StatelessSinkPartition):
        def write_batch(self, items):
            models.take(items)
            if models.records >= arguments.records:
                raise Enough

    class Sink(DynamicSink):
        def build(self, step_id, worker_index, worker_count):
            return Partition()

    flow = Dataflow("plain")
    source = KafkaSource([arguments.brokers], [arguments.topic], tail=False, batch_size=1_000)
    messages = op.input("kafka", flow, source)
    op.output("postgres", op.map("decode", messages, lambda message: json.loads(message.value)), Sink())
    try:
        run_main(flow)
    except Enough:
        pass
    except RuntimeError as error:  # the runtime wraps what a sink raises
        if models.records < arguments.records:
            raise error


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", choices=("quixstreams", "bytewax"))
    for name in ("brokers", "topic", "postgres"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--records", type=int, required=True)
    arguments = parser.parse_args()
    models = Models(arguments.postgres)
    began = time.monotonic()
    {"quixstreams": quixstreams, "bytewax": bytewax}[arguments.library](arguments, models)
    seconds = time.monotonic() - began
    print(json.dumps({"seconds": seconds, "records": models.records, "lines": models.lines}))


main()

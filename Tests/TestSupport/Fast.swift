import Foundation
import Testing

/// Whether DAVTARI_TEST_FAST=1 asks for the everyday loop: long suites are left out, and others are the same with less in
/// them.
package let isFast = ProcessInfo.processInfo.environment["DAVTARI_TEST_FAST"] == "1"

extension Trait where Self == ConditionTrait {
    /// For a suite that takes seconds of both cores: not in the everyday loop.
    package static var long: Self { .enabled(if: !isFast, "FAST=1 leaves it out") }
}
